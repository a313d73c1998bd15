package cleave.guestos.kernel.memory;

import cleave.magic.Address;

/**
 * The shortest way through the commonest fault, a store to a page that is shared since a fork. What
 * it does not know at once it leaves to {@link PageFault}, which comes to the same result.
 */
public final class CopyOnWrite {
    private CopyOnWrite() {
    }

    /** Makes a store possible by a copy, or without one for the last owner; else does nothing. */
    public static boolean resolve(AddressSpace space, int address) {
        if (Integer.compareUnsigned(address, AddressSpace.USER_END) >= 0) {
            return false;
        }
        Pte pointer = Pte.at(space.rootEntry(address));
        if (!pointer.isValid()) {
            return false;
        }
        Address slot = AddressSpace.slotIn(pointer, address);
        Pte entry = Pte.at(slot);
        if (!entry.isShared()) {
            return false;
        }
        Frame frame = Frames.at(entry.frame());
        int count = frame.count;
        if (count == 1) {
            entry.owned(entry.frame()).storeTo(slot);
            TranslationCache.flush(address);
            return true;
        }
        if (frame == Frames.zero()) {
            return false;
        }
        Frame copy = Frames.takeRecent();
        if (copy == null) {
            return false;
        }
        // Nobody looks before the copy is made: it comes last, when nothing need be remembered.
        frame.count = count - 1;
        entry.owned(copy.number()).storeTo(slot);
        TranslationCache.flush(address);
        Pages.copyByMiddles(copy.middle(), frame.middle());
        return true;
    }
}
