// SPDX-License-Identifier: MPL-2.0

import CLibUSB

/// Who takes what the transfers of a queue bring.
protocol TransferReceiver: AnyObject {
    /// A report came; the bytes are gone when this returns.
    func received(_ report: Span<UInt8>)
    /// A transfer ended without a report.
    func faulted(_ fault: TransferFault)
}

/// Interrupt transfers from one endpoint, several under way at a time so that no report is lost
/// while another is looked at.
///
/// Transfers end in the order in which they were submitted, and each is submitted again in the
/// callback that ends it, so reports keep their order.
@safe
final class TransferQueue {
    /// The number of transfers under way.
    static let depth = 4

    /// The receiver, which owns the queue.
    weak var receiver: (any TransferReceiver)?

    private let handle: USBHandle
    private let packetSize: Int
    // Unsafe: C structures and their buffers, allocated in init and freed in deinit. While any of
    // them is under way the queue holds a reference to itself, so deinit cannot run before the
    // last callback.
    private let transfers: [UnsafeMutablePointer<libusb_transfer>]
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var underway = 0
    private var ownReference: Unmanaged<TransferQueue>?
    private var isOpen = false

    init(_ handle: USBHandle, endpoint: InterfaceFacts.Endpoint) {
        let size = max(1, endpoint.packetSize)
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.depth * size)
        unsafe buffer.initialize(repeating: 0)
        self.handle = handle
        packetSize = size
        unsafe self.buffer = unsafe buffer
        let all = unsafe (0..<Self.depth).compactMap { _ in unsafe libusb_alloc_transfer(0) }
        unsafe transfers = unsafe all
        for index in unsafe all.indices {
            let start = unsafe buffer.baseAddress.map { unsafe $0 + index * size }
            unsafe fill(all[index], endpoint: endpoint.address, buffer: start)
        }
    }

    deinit {
        unsafe transfers.forEach { unsafe libusb_free_transfer($0) }
        unsafe buffer.deallocate()
    }

    /// Whether no transfer is under way.
    var isIdle: Bool { underway == 0 }

    /// Submits all transfers.
    func start() throws(ScannerError) {
        isOpen = true
        for index in unsafe transfers.indices {
            let result = unsafe submit(transfers[index])
            guard result == 0 else {
                cancel()
                throw ScannerError(usb: result)
            }
        }
    }

    /// Asks for the end of all transfers; reports that are already here still come.
    func cancel() {
        guard isOpen else { return }
        isOpen = false
        unsafe transfers.forEach { _ = unsafe libusb_cancel_transfer($0) }
    }

    /// Says where a transfer goes, into which part of the buffer, and who is called at its end.
    private func fill(
        _ transfer: UnsafeMutablePointer<libusb_transfer>,
        endpoint: UInt8,
        buffer: UnsafeMutablePointer<UInt8>?
    ) {
        let ended: libusb_transfer_cb_fn = { transfer in
            guard let transfer = unsafe transfer, let argument = unsafe transfer.pointee.user_data
            else { return }
            let queue = unsafe Unmanaged<TransferQueue>.fromOpaque(argument).takeUnretainedValue()
            unsafe queue.ended(transfer)
        }
        let argument = unsafe Unmanaged.passUnretained(self).toOpaque()
        // Without a time limit: a scanner is silent until somebody scans.
        unsafe libusb_fill_interrupt_transfer(
            transfer,
            handle.pointer,
            endpoint,
            buffer,
            Int32(packetSize),
            ended,
            argument,
            0
        )
    }

    private func submit(_ transfer: UnsafeMutablePointer<libusb_transfer>) -> Int32 {
        let result = unsafe libusb_submit_transfer(transfer)
        if result == 0 {
            underway += 1
            if underway == 1 { unsafe ownReference = unsafe Unmanaged.passRetained(self) }
        }
        return result
    }

    private func ended(_ transfer: UnsafeMutablePointer<libusb_transfer>) {
        underway -= 1
        defer {
            if underway == 0, let own = unsafe ownReference {
                unsafe ownReference = nil
                unsafe own.release()
            }
        }
        let status = unsafe transfer.pointee.status
        if status == LIBUSB_TRANSFER_COMPLETED {
            unsafe deliver(transfer)
            guard isOpen else { return }
            let result = unsafe submit(transfer)
            if result != 0 {
                let isGone = result == LIBUSB_ERROR_NO_DEVICE.rawValue
                receiver?.faulted(isGone ? .disconnected : .failed)
            }
        } else if let fault = TransferFault(status) {
            receiver?.faulted(fault)
        }
    }

    private func deliver(_ transfer: UnsafeMutablePointer<libusb_transfer>) {
        let length = unsafe min(packetSize, max(0, Int(transfer.pointee.actual_length)))
        guard length > 0, let start = unsafe transfer.pointee.buffer else { return }
        let bytes = unsafe UnsafeMutableBufferPointer(start: start, count: length)
        // Unsafe: the span is used before the buffer goes back to libusb.
        unsafe receiver?.received(bytes.span)
        // A report may be a digit of a PIN; it is not left lying about.
        unsafe bytes.update(repeating: 0)
    }
}

extension TransferFault {
    /// The meaning of a transfer's status; `nil` for a report and for a transfer that we cancelled.
    fileprivate init?(_ status: libusb_transfer_status) {
        switch status {
        case LIBUSB_TRANSFER_COMPLETED, LIBUSB_TRANSFER_CANCELLED: return nil
        case LIBUSB_TRANSFER_NO_DEVICE: self = .disconnected
        case LIBUSB_TRANSFER_STALL: self = .stalled
        case LIBUSB_TRANSFER_OVERFLOW: self = .overflowed
        default: self = .failed
        }
    }
}
