// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// The library system's refusal of a call.
public struct FBSRefusal: Error, Sendable, Hashable {
    /// What kind of refusal it is, by its HTTP status.
    public enum Kind: Sendable, Hashable {
        /// 400: the request is wrong.
        case badRequest
        /// 401: the session key is not, or no longer, valid.
        case unauthorized
        /// 403: not permitted, at another agency, or wrong client credentials.
        case forbidden
        /// 404: no such patron, key or data, or no such call any more.
        case notFound
        /// 500 to 599: the library system failed.
        case libraryFailed
        /// Any other status.
        case other
    }

    /// One thing that is wrong with a request.
    public struct ValidationError: Sendable, Hashable {
        /// Where it is wrong, if that is said.
        public var field: String?
        /// What is wrong.
        public var message: String?

        /// Puts an error together.
        public init(field: String? = nil, message: String? = nil) {
            self.field = field
            self.message = message
        }
    }

    /// The HTTP status; 200 where an error came as if it were an answer.
    public var status: Int
    /// What the library system's operators find the failure by.
    public var correlationID: String?
    /// The kind of failure, such as `dataNotFound`.
    public var errorCode: String?
    /// Free text, which may tell about a patron.
    public var message: String?
    /// What is wrong with the request.
    public var validationErrors: [ValidationError]

    /// Puts a refusal together.
    public init(
        status: Int,
        correlationID: String? = nil,
        errorCode: String? = nil,
        message: String? = nil,
        validationErrors: [ValidationError] = []
    ) {
        self.status = status
        self.correlationID = correlationID
        self.errorCode = errorCode
        self.message = message
        self.validationErrors = validationErrors
    }

    /// What kind of refusal it is.
    public var kind: Kind {
        switch status {
        case 400: .badRequest
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 500...599: .libraryFailed
        default: .other
        }
    }
}

extension FBSRefusal: Redacted {
    /// Status, code and correlation id where they look like such; never the free text.
    public var redacted: String {
        MachineWords.failure("status \(status)", code: errorCode, correlation: correlationID)
    }
}

extension FBSRefusal.ValidationError: Redacted {
    /// The field's name where it looks like one.
    public var redacted: String { field.map(MachineWords.code) ?? "validation error" }
}

extension FBSRefusal {
    /// Reads the body of a refusal, as far as it is one.
    public init(_ response: FBSResponse) {
        let body = try? JSONBody.read(
            RefusalBody.self,
            from: response.body,
            lengthMax: FBSResponse.bodyLengthMax
        )
        self.init(
            status: response.status,
            correlationID: body?.correlationId,
            errorCode: body?.errorCode,
            message: body?.message,
            validationErrors: body?.validationErrors ?? []
        )
    }

    /// Writes the refusal.
    public var response: FBSResponse {
        let body = RefusalBody(
            correlationId: correlationID,
            errorCode: errorCode,
            message: message,
            validationErrors: validationErrors
        )
        return FBSResponse(status: status, body: JSONBody.bytes(of: body))
    }
}

/// The body of a refusal.
private struct RefusalBody: Codable {
    var correlationId: String?
    var errorCode: String?
    var message: String?
    var validationErrors: [FBSRefusal.ValidationError]?
}

extension RefusalBody {
    /// Reads what is there; a part of another kind than expected does not hide the others.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        correlationId = try? container.decodeIfPresent(String.self, forKey: .correlationId)
        errorCode = try? container.decodeIfPresent(String.self, forKey: .errorCode)
        message = try? container.decodeIfPresent(String.self, forKey: .message)
        validationErrors = try? container.decodeIfPresent(
            [FBSRefusal.ValidationError].self,
            forKey: .validationErrors
        )
    }
}

extension FBSRefusal.ValidationError: Codable {
    private enum CodingKeys: String, CodingKey { case field, message }

    /// Reads an error, which is an object or only a text.
    public init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(message: text)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            field: try container.decodeIfPresent(String.self, forKey: .field),
            message: try container.decodeIfPresent(String.self, forKey: .message)
        )
    }
}
