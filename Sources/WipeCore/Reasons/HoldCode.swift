// Why a drive is not wiped yet, and who may say that it is.

package import WipeWords

/// Codes of holds.
package enum HoldCode: String, WordedCode {
    package static var vocabulary: Vocabulary { .hold }
    /// No asset tag is linked, and the station requires one.
    case assetTagMissing = "asset-tag-missing"
    /// The bay waits for a start.
    case waitingForStart = "waiting-for-start"
    /// It was there before the station looked.
    case presentAtStart = "present-at-start"
    /// It was refused before and has become free.
    case wasInUse = "was-in-use"
    /// It has a record of a good wipe.
    case alreadyCertified = "already-certified"
    /// Its last wipe did not succeed.
    case failedBefore = "failed-before"
    /// A person cancelled its job here.
    case cancelledBefore = "cancelled-before"
    /// Its serial is missing or cannot be believed.
    case weakIdentity = "weak-identity"
    /// Something else shows the same serial.
    case serialShared = "serial-shared"
    /// It has shown something else since it was plugged in.
    case identityChanged = "identity-changed"
    /// An entry of `protect` fits but for something.
    case nearlyProtected = "nearly-protected"
    /// It is larger than what is wiped without a word.
    case aboveConfirmSize = "above-confirm-size"
    /// It is one part of something on several drives.
    case arrayMember = "array-member"
    /// What lies on it could not be found out.
    case contentsUnknown = "contents-unknown"
    /// It has more bad sectors than the station's limits.
    case unhealthy
    /// What an interrupted wipe wrote last is not there any more.
    case contentsChanged = "contents-changed"
    // Of a drive that is to erase itself.
    /// It takes no command before its power has been off.
    case replugNeeded = "replug-needed"
    /// An erase of its own has failed before: another one is the only way out.
    case inFailureMode = "in-failure-mode"
    /// It was there before the station looked: a command is not sent to a part of this computer by chance.
    case eraseAtStart = "erase-at-start"
    /// No drive of its model and firmware has done it well here yet.
    case firstOfModel = "first-of-model"
    /// The last drive of its model and firmware failed at it here.
    case modelFailedHere = "model-failed-here"
    /// A public source warns of it.
    case knownDefect = "known-defect"

    /// One right `--confirm` lifts it. `asset-tag-missing` is lifted by a tag alone, `replug-needed` by hands.
    package var isConfirmable: Bool { self != .assetTagMissing && self != .replugNeeded }
}

extension Reason<HoldCode> {
    /// What every look and every run says alike.
    static var contentsChanged: Self {
        Reason(.contentsChanged)
    }
}

/// Codes of both answers by which a drive is not simply wiped.
package enum DecisionCode: JoinedCode {
    case refusal(RefusalCode)
    case hold(HoldCode)

    package static var allCases: [DecisionCode] { RefusalCode.allCases.map(refusal) + HoldCode.allCases.map(hold) }

    package var rawValue: String {
        switch self {
        case .refusal(let code): code.rawValue
        case .hold(let code): code.rawValue
        }
    }
}
