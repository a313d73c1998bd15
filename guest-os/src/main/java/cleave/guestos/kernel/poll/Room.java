package cleave.guestos.kernel.poll;

import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Memory for a call's arguments, of whatever size: from the heap, or whole frames. */
final class Room extends Struct {
    private static final int HEAP_MAX = 2048;

    Address address;
    int bytes;
    private int order;

    /** Null when memory is full. */
    static Room take(int bytes) {
        Room room = new Room();
        if (room == null) {
            return null;
        }
        room.bytes = bytes;
        if (bytes <= HEAP_MAX) {
            room.address = Heap.allocate(Math.max(bytes, 1));
        } else {
            while (Pte.PAGE_SIZE << room.order < bytes) {
                room.order++;
            }
            Frame run = Frames.allocateRun(room.order);
            room.address = run == null ? Address.of(0) : run.address();
        }
        if (room.address.isNull()) {
            Heap.free(room, Struct.sizeOf(Room.class));
            return null;
        }
        return room;
    }

    void free() {
        if (bytes <= HEAP_MAX) {
            Heap.free(address, Math.max(bytes, 1));
        } else {
            Frames.freeRun(Frames.of(address), order);
        }
        Heap.free(this, Struct.sizeOf(Room.class));
    }
}
