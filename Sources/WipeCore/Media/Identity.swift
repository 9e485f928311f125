// Identities stand in every value of the core, and the auditor, who knows no core, computes them too: they are a module of their own. Who
// imports the core has them with it.

@_exported public import WipeIdentity
