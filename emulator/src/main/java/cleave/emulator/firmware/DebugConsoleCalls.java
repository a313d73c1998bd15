package cleave.emulator.firmware;

import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.SbiError;
import cleave.toolchain.isa.SbiFunction;

/**
 * DBCN (SBI specification 2.0, chapter 12). The physical address has 64 bits in two words and must
 * be RAM from the first byte to the last, else {@code SBI_ERR_INVALID_PARAM}; a range of no bytes
 * is always right. A write is always complete; a read takes what has arrived.
 */
final class DebugConsoleCalls {
    private final SbiCall call;
    private final FirmwareConsole console;
    private final PhysicalMemory memory;

    DebugConsoleCalls(SbiCall call, FirmwareConsole console, PhysicalMemory memory) {
        this.call = call;
        this.console = console;
        this.memory = memory;
    }

    void answer(SbiFunction function) {
        if (function == SbiFunction.DEBUG_CONSOLE_WRITE_BYTE) {
            console.put(call.argument(0));
            call.succeeds(0);
            return;
        }
        long length = Integer.toUnsignedLong(call.argument(0));
        long pa = Integer.toUnsignedLong(call.argument(1)) | (long) call.argument(2) << 32;
        if (length != 0 && !memory.contains(pa, length)) {
            call.fails(SbiError.INVALID_PARAM);
        } else if (function == SbiFunction.DEBUG_CONSOLE_WRITE) {
            write(pa, length);
        } else {
            read(pa, length);
        }
    }

    private void write(long pa, long length) {
        for (long i = 0; i < length; i++) {
            console.put(memory.readByte(pa + i));
        }
        call.succeeds((int) length);
    }

    private void read(long pa, long length) {
        int count = 0;
        while (count < length) {
            int octet = console.take();
            if (octet < 0) {
                break;
            }
            memory.writeByte(pa + count, octet);
            count++;
        }
        call.succeeds(count);
    }
}
