// SPDX-License-Identifier: MPL-2.0

/// A call's method and path, with gaps for what differs from one call to the next.
struct FBSRoute {
    /// A request that fits a route.
    struct Match {
        /// What stands in the gaps.
        let values: [String]
        let target: FBSTarget

        /// The patron in the first gap.
        var patron: PatronID? { values.first.flatMap { Int64($0) }.flatMap { PatronID($0) } }
    }

    let method: FBSRequest.Method
    /// The parts of the path; nil for a gap.
    let parts: [String?]

    init(_ method: FBSRequest.Method, _ parts: String?...) {
        self.method = method
        self.parts = parts
    }

    /// The request with these values in the gaps.
    func request(
        _ values: String...,
        query: [FBSTarget.Item] = [],
        body: [UInt8] = []
    ) -> FBSRequest {
        var values = values[...]
        let path = parts.map { $0 ?? values.popFirst() ?? "" }
        var headers = [FBSRequest.Header("Accept", "application/json")]
        if method == .post { headers.append(.init("Content-Type", "application/json")) }
        return FBSRequest(
            method,
            FBSTarget(path, query: query).encoded,
            headers: headers,
            body: body
        )
    }

    /// What a request has in the gaps; nil when it belongs to another route.
    func match(_ request: FBSRequest) -> Match? {
        guard request.method == method, let target = FBSTarget(request.target),
            target.path.count == parts.count
        else { return nil }
        var values: [String] = []
        for (part, found) in zip(parts, target.path) {
            guard let part else {
                values.append(found)
                continue
            }
            guard part == found else { return nil }
        }
        return Match(values: values, target: target)
    }
}

extension FBSRequest {
    /// Reads the body as JSON.
    func read<Value: Decodable>(_ type: Value.Type) throws(FBSReadingError) -> Value {
        try JSONBody.read(type, from: body, lengthMax: Self.bodyLengthMax)
    }
}
