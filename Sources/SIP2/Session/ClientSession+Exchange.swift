// SPDX-License-Identifier: MPL-2.0

extension ClientSession {
    /// One question and the wait for its answer.
    struct Exchange: Sendable {
        enum Purpose: Sendable {
            case login
            case status
            case request(RequestID)
        }

        let purpose: Purpose
        let message: Message
        /// The message as it was written, without its terminator.
        var bytes: [UInt8] = []
        var sequence = SequenceNumber.zero
        /// When the message was first written.
        let start: Duration
        /// How long the answer is waited for from then on.
        let timeout: Duration
        /// How often anything was sent again.
        var resends = 0
        /// Whether the answer was asked for again with 97.
        var hasAskedForAnswer = false
        /// Whether the last bytes written were a 97.
        var lastSentWasResendRequest = false

        init(
            _ purpose: Purpose,
            _ message: Message,
            from start: Duration,
            within timeout: Duration
        ) {
            self.purpose = purpose
            self.message = message
            self.start = start
            self.timeout = timeout
        }

        /// When a message that may be repeated is, if nothing has come.
        var halfTime: Duration { start + timeout / 2 }

        /// When the answer is no longer waited for, however often anything was sent again.
        var end: Duration { start + timeout }

        /// The same exchange from the beginning, counted as sent again, with the time that it had.
        func restarted() -> Exchange {
            var exchange = Exchange(purpose, message, from: start, within: timeout)
            exchange.resends = resends + 1
            return exchange
        }

        /// Whether a message answers this exchange.
        ///
        /// Servers leave the sequence number out, and some answer a 97 with number 0.
        func accepts(_ answer: Message) -> Bool {
            guard answer.command == message.command.response || answer.command == .acsStatus
            else { return false }
            guard let number = answer.sequence else { return true }
            return number == sequence || hasAskedForAnswer && number == .zero
        }

        /// Whether the message may change records, so that it must not be carried out twice.
        var changesRecords: Bool { message.command.changesRecords }

        /// Whether the message carries the patron's PIN.
        ///
        /// A library system may count each as an attempt, and lock the card after a few wrong ones.
        var carriesPIN: Bool { message[.patronPassword]?.isEmpty == false }

        /// How the exchange, once written, ends without an answer.
        func failure(_ reason: Failure.Reason) -> Failure {
            Failure(reason: reason, outcome: changesRecords ? .unknown : .unanswered)
        }
    }
}
