// SPDX-License-Identifier: MPL-2.0

extension ClientSession {
    /// How a session behaves towards one library system.
    public struct Configuration: Sendable {
        /// What is exchanged before the first request.
        public enum OpeningStep: Sendable, Hashable {
            /// Login (93), if there is one.
            case login
            /// SC Status (99).
            case status
        }

        /// How the peer speaks.
        public var dialect: Dialect
        /// The login, or nil where the library system wants none.
        public var login: LoginRequest?
        /// The order of the opening; some systems want the login after the status.
        public var opening: [OpeningStep] = [.login, .status]
        /// How long to wait for each answer of the opening.
        ///
        /// A library system may take its time over a login; to hang up meanwhile would only have
        /// it begin anew.
        public var openingTimeout = Duration.seconds(10)
        /// How long to wait for the answer to the status that keeps the link open, and to a request
        /// that brings no time of its own.
        public var responseTimeout = Duration.seconds(5)
        /// How long to wait at least for the answer to a request that changes records; nil for no
        /// longer than for any other.
        ///
        /// To lend takes longer than to look up, and to give it up too soon leaves a doubt.
        public var changeTimeout: Duration?
        /// How often a message is sent again for one request, for whichever reason.
        public var resendsMax = 3
        /// How long the link may be silent before an SC Status keeps it open.
        ///
        /// Library systems close a silent link after a minute or so.
        public var keepAliveInterval = Duration.seconds(20)
        /// How many requests may wait for their turn.
        public var queueLimit = 16
        /// How long a message that lacks only its carriage return waits for it.
        public var terminatorGrace = Duration.milliseconds(200)

        /// Makes a configuration with the usual limits.
        public init(dialect: Dialect, login: LoginRequest? = nil) {
            self.dialect = dialect
            self.login = login
        }
    }
}
