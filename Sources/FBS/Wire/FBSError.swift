// SPDX-License-Identifier: MPL-2.0

/// Why a call has no answer although the library system said something.
public enum FBSError: Error, Sendable, Hashable {
    /// The library system refused the call.
    case refused(FBSRefusal)
    /// The answer cannot be read.
    case unreadable(FBSReadingError)
}

/// Why a body is not what the interface promises.
///
/// A place is the path of names and list positions from the outermost value, such as
/// `3.loanDetails.dueDate`; it holds no values.
public enum FBSReadingError: Error, Sendable, Hashable {
    /// It is longer than ``FBSResponse/bodyLengthMax`` or ``FBSRequest/bodyLengthMax``.
    case tooLong
    /// It is not UTF-8.
    case notUTF8
    /// Values are nested more deeply than ``FBSLimits/depthMax``.
    case tooDeep
    /// It has more values than ``FBSLimits/valuesMax``.
    case tooManyValues
    /// A list in it has more elements than ``FBSLimits/listMax``.
    case listTooLong
    /// It is not JSON, or has a number that is too large to be one.
    case notJSON
    /// A value that the interface requires is absent.
    case absent(place: String)
    /// A value is of another kind.
    case wrongKind(place: String)
    /// A number is out of range, or a text is not the date, time or key it should be.
    case absurd(place: String)
}

/// The limits of what is read from the library system.
public enum FBSLimits {
    /// The greatest depth of values in values.
    public static let depthMax = 16
    /// The greatest number of values in a body.
    public static let valuesMax = 50_000
    /// The greatest number of elements in a list.
    public static let listMax = 2_000
    /// The greatest amount of money, in hundredths, either way.
    public static let amountMax = 100_000_000
}
