// SPDX-License-Identifier: MPL-2.0

extension FBSSession {
    /// How a session behaves towards one library system.
    public struct Configuration: Sendable {
        /// How the library's interface is addressed.
        public var interface: FBSInterface
        /// The client's name and password.
        public var login: LogIn
        /// How long to wait for the answer to a login.
        public var loginTimeout = Duration.seconds(10)
        /// How long a call takes at most, waiting and login included, unless it says otherwise.
        public var callTimeout = Duration.seconds(5)
        /// How many requests may be under way at once.
        public var concurrencyMax = 4
        /// How many calls may wait for their turn.
        public var queueLimit = 16
        /// How long after a failed login the next is tried, for a call that comes then.
        public var loginPause = Duration.seconds(5)
        /// The same after name or password were refused.
        ///
        /// They do not get right by trying, and trying could lock the client out.
        public var credentialsPause = Duration.seconds(300)

        /// Makes a configuration with the usual limits.
        public init(interface: FBSInterface, login: LogIn) {
            self.interface = interface
            self.login = login
        }
    }
}
