// SPDX-License-Identifier: MPL-2.0

/// What comes of each event in each state: the actions, and the session afterwards.
extension `A REST session` {
    static let table: [State: [Event: String]] = [
        .loggedOut: [
            .send: "send 1 login -> logging in, 0 under way, 1 waiting",
            .answer: " -> not logged in, 0 under way, 0 waiting",
            .unauthorized: " -> not logged in, 0 under way, 0 waiting",
            .forbidden: " -> not logged in, 0 under way, 0 waiting",
            .failed: " -> not logged in, 0 under way, 0 waiting",
            .nonsense: " -> not logged in, 0 under way, 0 waiting",
            .notSent: " -> not logged in, 0 under way, 0 waiting",
            .noAnswer: " -> not logged in, 0 under way, 0 waiting",
            .stray: " -> not logged in, 0 under way, 0 waiting",
            .deadline: " -> not logged in, 0 under way, 0 waiting",
            .close: " -> not logged in, 0 under way, 0 waiting",
        ],
        .loggingIn: [
            .send: " -> logging in, 0 under way, 2 waiting",
            .answer: "logged in, send 2 branches with key -> logged in, 1 under way, 0 waiting",
            .unauthorized: "login failed wrong credentials, "
                + "fail 1 loginFailed(wrong credentials) failed"
                + " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .forbidden: "login failed wrong credentials, "
                + "fail 1 loginFailed(wrong credentials) failed"
                + " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .failed: "login failed refused with status 500, "
                + "fail 1 loginFailed(refused with status 500) failed"
                + " -> login failed: refused with status 500, 0 under way, 0 waiting",
            .nonsense: "login failed unreadable, notJSON, "
                + "fail 1 loginFailed(unreadable, notJSON) failed"
                + " -> login failed: unreadable, notJSON, 0 under way, 0 waiting",
            .notSent: "login failed lost, fail 1 loginFailed(lost) failed"
                + " -> login failed: lost, 0 under way, 0 waiting",
            .noAnswer: "login failed lost, fail 1 loginFailed(lost) failed"
                + " -> login failed: lost, 0 under way, 0 waiting",
            .stray: " -> logging in, 0 under way, 1 waiting",
            .deadline: "fail 1 timedOut failed -> logging in, 0 under way, 0 waiting",
            .close: "cancel 1, fail 1 closed failed -> not logged in, 0 under way, 0 waiting",
        ],
        .open: [
            .send: "send 3 branches with key -> logged in, 1 under way, 0 waiting",
            .answer: " -> logged in, 0 under way, 0 waiting",
            .unauthorized: " -> logged in, 0 under way, 0 waiting",
            .forbidden: " -> logged in, 0 under way, 0 waiting",
            .failed: " -> logged in, 0 under way, 0 waiting",
            .nonsense: " -> logged in, 0 under way, 0 waiting",
            .notSent: " -> logged in, 0 under way, 0 waiting",
            .noAnswer: " -> logged in, 0 under way, 0 waiting",
            .stray: " -> logged in, 0 under way, 0 waiting",
            .deadline: " -> logged in, 0 under way, 0 waiting",
            .close: " -> not logged in, 0 under way, 0 waiting",
        ],
        .asking: [
            .send: "send 3 branches with key -> logged in, 2 under way, 0 waiting",
            .answer: "deliver 1 200 -> logged in, 0 under way, 0 waiting",
            .unauthorized: "send 3 login -> logging in, 0 under way, 1 waiting",
            .forbidden: "deliver 1 403 -> logged in, 0 under way, 0 waiting",
            .failed: "deliver 1 500 -> logged in, 0 under way, 0 waiting",
            .nonsense: "deliver 1 200 -> logged in, 0 under way, 0 waiting",
            .notSent: "fail 1 lost failed -> logged in, 0 under way, 0 waiting",
            .noAnswer: "fail 1 lost failed -> logged in, 0 under way, 0 waiting",
            .stray: " -> logged in, 1 under way, 0 waiting",
            .deadline: "cancel 2, fail 1 timedOut failed -> logged in, 0 under way, 0 waiting",
            .close: "cancel 2, fail 1 closed failed -> not logged in, 0 under way, 0 waiting",
        ],
        .changing: [
            .send: "send 3 branches with key -> logged in, 2 under way, 0 waiting",
            .answer: "deliver 1 200 -> logged in, 0 under way, 0 waiting",
            .unauthorized: "send 3 login -> logging in, 0 under way, 1 waiting",
            .forbidden: "deliver 1 403 -> logged in, 0 under way, 0 waiting",
            .failed: "deliver 1 500 -> logged in, 0 under way, 0 waiting",
            .nonsense: "deliver 1 200 -> logged in, 0 under way, 0 waiting",
            .notSent: "fail 1 lost failed -> logged in, 0 under way, 0 waiting",
            .noAnswer: "fail 1 lost unknown -> logged in, 0 under way, 0 waiting",
            .stray: " -> logged in, 1 under way, 0 waiting",
            .deadline: "cancel 2, fail 1 timedOut unknown -> logged in, 0 under way, 0 waiting",
            .close: "cancel 2, fail 1 closed unknown -> not logged in, 0 under way, 0 waiting",
        ],
        .loggingInAgain: [
            .send: " -> logging in, 0 under way, 2 waiting",
            .answer: "logged in, send 4 branches with key -> logged in, 1 under way, 0 waiting",
            .unauthorized: "login failed wrong credentials, "
                + "fail 1 loginFailed(wrong credentials) failed"
                + " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .forbidden: "login failed wrong credentials, "
                + "fail 1 loginFailed(wrong credentials) failed"
                + " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .failed: "login failed refused with status 500, "
                + "fail 1 loginFailed(refused with status 500) failed"
                + " -> login failed: refused with status 500, 0 under way, 0 waiting",
            .nonsense: "login failed unreadable, notJSON, "
                + "fail 1 loginFailed(unreadable, notJSON) failed"
                + " -> login failed: unreadable, notJSON, 0 under way, 0 waiting",
            .notSent: "login failed lost, fail 1 loginFailed(lost) failed"
                + " -> login failed: lost, 0 under way, 0 waiting",
            .noAnswer: "login failed lost, fail 1 loginFailed(lost) failed"
                + " -> login failed: lost, 0 under way, 0 waiting",
            .stray: " -> logging in, 0 under way, 1 waiting",
            .deadline: "fail 1 timedOut failed -> logging in, 0 under way, 0 waiting",
            .close: "cancel 3, fail 1 closed failed -> not logged in, 0 under way, 0 waiting",
        ],
        .repeating: [
            .send: "send 5 branches with key -> logged in, 2 under way, 0 waiting",
            .answer: "deliver 1 200 -> logged in, 0 under way, 0 waiting",
            .unauthorized: "fail 1 unauthorized failed, login failed key refused"
                + " -> login failed: key refused, 0 under way, 0 waiting",
            .forbidden: "deliver 1 403 -> logged in, 0 under way, 0 waiting",
            .failed: "deliver 1 500 -> logged in, 0 under way, 0 waiting",
            .nonsense: "deliver 1 200 -> logged in, 0 under way, 0 waiting",
            .notSent: "fail 1 lost failed -> logged in, 0 under way, 0 waiting",
            .noAnswer: "fail 1 lost failed -> logged in, 0 under way, 0 waiting",
            .stray: " -> logged in, 1 under way, 0 waiting",
            .deadline: "cancel 4, fail 1 timedOut failed -> logged in, 0 under way, 0 waiting",
            .close: "cancel 4, fail 1 closed failed -> not logged in, 0 under way, 0 waiting",
        ],
        .barred: [
            .send: "fail 9 loginFailed(wrong credentials) failed"
                + " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .answer: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .unauthorized: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .forbidden: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .failed: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .nonsense: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .notSent: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .noAnswer: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .stray: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .deadline: " -> login failed: wrong credentials, 0 under way, 0 waiting",
            .close: " -> login failed: wrong credentials, 0 under way, 0 waiting",
        ],
    ]
}
