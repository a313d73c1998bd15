package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct rusage} for a 32-bit kernel: times in words, then counts. */
@Size(72)
public final class Rusage extends Struct {
    public int userSeconds;
    public int userMicroseconds;
    public int systemSeconds;
    public int systemMicroseconds;
    /** The greatest resident size, in KiB. */
    @Offset(16)
    public int maxResident;
    public int sharedMemory;
    public int unsharedData;
    public int unsharedStack;
    /** Page faults that needed no reading. */
    @Offset(32)
    public int minorFaults;
    public int majorFaults;
    public int swaps;
    public int blocksIn;
    public int blocksOut;
    public int messagesSent;
    public int messagesReceived;
    public int signals;
    @Offset(64)
    public int voluntarySwitches;
    public int involuntarySwitches;
}
