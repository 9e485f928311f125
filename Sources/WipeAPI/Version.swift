// Which version this is: one constant for the daemon, the command line and the certificates.

/// Version of the programs in this package.
public enum WipedVersion {
    /// Semantic version, as `--version`, `wipectl status` and certificates show it.
    public static let text = "0.1.0"
}
