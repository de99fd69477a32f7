// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import NIOHTTP1
import PortnerCore
import ServiceLifecycle
import Testing

@testable import LocalHTTP

@Suite(.timeLimit(.minutes(5))) struct `A panel's stream of states` {
    @Test func `begins with the newest state and goes on with each new one`() async throws {
        try await TestSite.run { site in
            site.hub.publish(.example(.asking), at: .example)
            site.hub.publish(.example(.ready), at: .example)
            let response = try await site.openView()
            #expect(response.headers["Content-Type"] == ["text/event-stream; charset=utf-8"])
            var events = EventReader(response, of: PanelSnapshot.self)
            let first = try await events.next()
            #expect(first?.sign == "ready")
            site.hub.publish(.example(.granted(.seconds(5))), at: .example)
            let second = try await events.next()
            #expect(second?.sign == "granted")
            #expect(second?.remaining == 5000)
            #expect((second?.sequence ?? 0) > (first?.sequence ?? 0))
        }
    }

    @Test func `begins as soon as there is a state`() async throws {
        try await TestSite.run { site in
            let response = try await site.openView()
            var events = EventReader(response, of: PanelSnapshot.self)
            site.hub.publish(.example(.closed, mode: .closed), at: .example)
            let event = try await events.next()
            #expect(event?.sign == "closed")
        }
    }

    @Test func `tells the same state again so that a silence is noticed`() async throws {
        try await TestSite.run { site in
            site.hub.publish(.example(.ready), at: .example)
            let response = try await site.openView()
            var events = EventReader(response, of: PanelSnapshot.self)
            let first = try await events.next()
            site.hub.views.repeatNewest()
            let event = try await events.next()
            #expect(event == first)
        }
    }

    @Test func `ends at once when the server stops`() async throws {
        try await TestSite.run { site in
            site.hub.publish(.example(.ready), at: .example)
            let response = try await site.openView()
            var events = EventReader(response, of: PanelSnapshot.self)
            _ = try await events.next()
            await site.group.triggerGracefulShutdown()
            let event = try await events.next()
            #expect(event == nil)
        }
    }

    @Test func `gives its place back when the page is left`() async throws {
        try await TestSite.run { site in
            site.hub.publish(.example(.ready), at: .example)
            do {
                let response = try await site.openView()
                var events = EventReader(response, of: PanelSnapshot.self)
                _ = try await events.next()
                #expect(site.hub.views.pages == 1)
            }
            while site.hub.views.pages > 0 { await Task.yield() }
            #expect(site.hub.views.pages == 0)
        }
    }

    @Test func `is refused when there are as many as there may be`() async throws {
        try await TestSite.run { site in
            var streams: [AsyncStream<PanelHub.Published>] = []
            for _ in 0..<PanelHub.pagesMax {
                streams.append(try site.hub.views.views(of: TestSite.reader))
            }
            let refused = try await site.openView()
            #expect(refused.status.code == 503)
            #expect(refused.headers["Retry-After"] == ["5"])
            streams.removeLast()
            let taken = try await site.openView()
            #expect(taken.status.code == 200)
            #expect(streams.count == PanelHub.pagesMax - 1)
        }
    }
}
