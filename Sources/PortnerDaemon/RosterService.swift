// SPDX-License-Identifier: MPL-2.0

import Dispatch
import PortnerCore
import PortnerSettings
import PortnerStore
import Roster
import ServiceLifecycle

/// Looks at the roster's file now and then, and when a technician asks for it; fetches it before
/// where it is to be fetched.
///
/// Looking at a path costs nothing and sees a file renamed into place on any file system; one that
/// is watched through the kernel would not show what another machine puts on a network drive.
struct RosterService: Service {
    let parts: Parts

    func run() async throws {
        guard let watch = parts.roster else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    repeat {
                        watch.wake()
                    } while (try? await Task.sleep(for: watch.lookInterval)) != nil
                }
                for await _ in watch.wakes {
                    await withTaskCancellationHandler {
                        await watch.download?.fetchIfDue(held: usableCursor)
                        await look(watch)
                    } onCancel: {
                        watch.end()
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// The cursor of the roster that is held, unless the card key was exchanged since: then all of
    /// it is needed anew, whatever the server thinks is held.
    private var usableCursor: RosterCursor? {
        let stores = parts.outlets.stores
        let hasher = CardHasher(keys: stores.keys)
        guard (try? stores.roster.isUnderOtherKey(hasher)) == false else { return nil }
        return (try? stores.roster.origin())?.cursor
    }

    /// Looks once, on a thread that may wait for the disk.
    private func look(_ watch: RosterWatch) async {
        let stores = parts.outlets.stores
        let ageLimits = parts.configuration.current.station.ageLimits
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                watch.look(stores, ageLimits: ageLimits)
                continuation.resume()
            }
        }
    }
}
