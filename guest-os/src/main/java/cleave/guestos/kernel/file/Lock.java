package cleave.guestos.kernel.file;

import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** A lock that is held while its holder sleeps, as for a disk. It cannot be taken twice. */
public final class Lock extends Struct {
    private Process holder;
    @Embedded
    private WaitQueue waiting;

    /** Sleeps until nobody else holds it, whatever signals come. */
    public void take() {
        Process process = Process.current();
        assert holder != process : "a lock is taken twice";
        while (holder != null) {
            waiting.sleepUninterruptible();
        }
        holder = process;
    }

    public void give() {
        assert holder == Process.current() : "a lock is given by somebody else";
        holder = null;
        waiting.wakeOne();
    }

    /** Whether the current process holds it. */
    boolean isMine() {
        return holder == Process.current();
    }
}
