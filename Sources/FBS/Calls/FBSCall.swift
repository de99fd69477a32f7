// SPDX-License-Identifier: MPL-2.0

/// A call of the REST interface, as a value.
///
/// The client side writes the request and reads the answer, the server side reads the request and
/// writes the answer. There is no call that writes a patron's settings: saving some of them is
/// known to erase others.
public protocol FBSCall: Sendable, Hashable {
    /// What a call that succeeds is answered with.
    associatedtype Answer: Codable & Sendable & Hashable

    /// The call's name in logs and metrics.
    static var name: String { get }
    /// Whether the call changes anything at the library system, so that it must not be repeated
    /// when its answer was lost.
    static var changesRecords: Bool { get }

    /// The request, without a session key.
    func request(to interface: FBSInterface) -> FBSRequest

    /// Reads a request; nil when it is another call, or this one in another version.
    /// - Throws: ``FBSReadingError`` when the body is not that of this call.
    init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError)
}

extension FBSCall {
    /// False: most calls only ask.
    public static var changesRecords: Bool { false }

    /// Reads what came back.
    /// - Throws: ``FBSError/refused(_:)`` for a refusal, also for one that came with a status of
    ///   success, and ``FBSError/unreadable(_:)`` for anything else.
    public static func answer(from response: FBSResponse) throws(FBSError) -> Answer {
        guard response.isSuccess else { throw .refused(FBSRefusal(response)) }
        do {
            return try JSONBody.read(
                Answer.self,
                from: response.body,
                lengthMax: FBSResponse.bodyLengthMax
            )
        } catch {
            let refusal = FBSRefusal(response)
            throw refusal.errorCode == nil ? .unreadable(error) : .refused(refusal)
        }
    }

    /// Whether the library system may have carried out the call although its answer is an error.
    ///
    /// A call that changes records may have changed them before the library system failed, and
    /// before it wrote an answer that cannot be read.
    public static func outcome(after error: FBSError) -> FBSSession.Failure.Outcome {
        guard changesRecords, case .refused(let refusal) = error else {
            return changesRecords ? .unknown : .failed
        }
        return switch refusal.kind {
        case .badRequest, .unauthorized, .forbidden, .notFound: .failed
        case .libraryFailed, .other: .unknown
        }
    }

    /// Writes an answer.
    public static func response(_ answer: Answer) -> FBSResponse {
        FBSResponse(status: 200, body: JSONBody.bytes(of: answer))
    }
}
