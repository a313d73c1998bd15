package cleave.guestos.kernel.exec;

import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Fork;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Address;

/** What changes for a process when a new program begins in it. */
final class NewProgram {
    private static final int GROUP_RUNNABLE = FileMode.S_ISGID | FileMode.S_IXGRP;

    private NewProgram() {
    }

    /** Set-user-ID and set-group-ID of the file (execve(2), "Effect on process attributes"). */
    static void takePrivileges(Process process, Inode file) {
        process.flags &= ~Process.NOT_DUMPABLE;
        Credentials who = process.credentials;
        boolean allowed = !process.is(Process.NO_NEW_PRIVILEGES)
                && (file.superblock.flags & Superblock.NO_SET_ID) == 0;
        int user = allowed && (file.mode & FileMode.S_ISUID) != 0 ? file.uid : who.euid;
        int group = allowed && (file.mode & GROUP_RUNNABLE) == GROUP_RUNNABLE ? file.gid
                : who.egid;
        boolean changed = user != who.euid || group != who.egid;
        if (!changed && who.suid == user && who.fsuid == user && who.sgid == group
                && who.fsgid == group) {
            return;
        }
        Credentials own = Credentials.own();
        if (own == null) {
            // Without memory for new rights, the program keeps those of who started it.
            return;
        }
        own.euid = user;
        own.suid = user;
        own.fsuid = user;
        own.egid = group;
        own.sgid = group;
        own.fsgid = group;
        if (changed) {
            process.parentDeathSignal = 0;
            process.flags |= Process.NOT_DUMPABLE;
        }
        boolean root = user == 0;
        own.permittedLow = root ? own.boundingLow : 0;
        own.permittedHigh = root ? own.boundingHigh : 0;
        own.effectiveLow = own.permittedLow;
        own.effectiveHigh = own.permittedHigh;
    }

    /** Leaves the old program for good. */
    static void begin(Process process, AddressSpace space, int entry, int stackPointer) {
        AddressSpace old = process.space;
        process.space = space;
        space.enter();
        Fork.endLoan(process);
        if (old != null) {
            process.usage.maxResident = Math.max(process.usage.maxResident,
                    old.residentMax());
            old.release();
        }
        process.flags &= ~Process.FRESH;
        process.clearAtExit = 0;
        process.robustList = 0;
        process.files.closeByExec();
        Signals.beginProgram(process);
        Processes.clearFrame(process.frame, entry, stackPointer);
    }

    /** The last name of the path is the process's. */
    static void name(Process process, Address path) {
        Address last = path;
        Address at = path;
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) == '/') {
                last = at.plus(1);
            }
            at = at.plus(1);
        }
        process.setName(last);
    }
}
