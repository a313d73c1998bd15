package cleave.guestos.kernel.file.proc;

import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Policies;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ProcessState;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.process.ThreadGroup;
import cleave.guestos.kernel.process.Usage;
import cleave.guestos.kernel.signal.SignalSets;
import cleave.magic.Address;

/** {@code /proc/PID/stat} and {@code status}, field by field as Linux has them. */
final class StatusTexts {
    private static final int KIBIBYTES_SHIFT = Pte.PAGE_SHIFT - 10;
    /** Linux shows nice values and priorities shifted. */
    private static final int PRIORITY_OF_NICE_0 = 20;
    private static final int TERMINAL = 5 << 8 | 1;

    /** For one line at a time. */
    private static final Usage SUM = new Usage();

    private StatusTexts() {
    }

    private static ProcText number(ProcText text, int value) {
        return text.put(' ').decimal(value);
    }

    private static ProcText unsigned(ProcText text, int value) {
        return text.put(' ').padded(value, 0, ' ');
    }

    private static ProcText ticks(ProcText text, long value) {
        return text.put(' ').decimal(SystemTexts.hundredths(value));
    }

    /** Of a process. */
    static int fields(ProcText text, Process process) {
        return fields(text, process, false);
    }

    /** Of a thread, which has its own times. */
    static int threadFields(ProcText text, Process process) {
        return fields(text, process, true);
    }

    private static int fields(ProcText text, Process process, boolean thread) {
        Scheduler.chargeCurrent();
        Usage usage = SUM;
        usage.clear();
        if (thread) {
            usage.add(process.usage);
        } else {
            usage.addAll(process);
        }
        Process leader = process.leader;
        text.decimal(thread ? process.tid : process.pid)
                .text(" (").text(Address.of(process.name)).text(") ")
                .put(ProcessState.letter(process.state));
        number(text, process.parentPid());
        number(text, leader.group);
        number(text, leader.session);
        number(text, leader.terminal == null ? 0 : TERMINAL);
        number(text, leader.terminal == null ? -1 : leader.terminal.foreground);
        text.text(process.isKernels() ? " 2097152" : " 4194304");
        number(text, usage.minorFaults);
        number(text, leader.childUsage.minorFaults);
        number(text, usage.majorFaults);
        number(text, leader.childUsage.majorFaults);
        ticks(text, usage.user());
        ticks(text, usage.system);
        ticks(text, leader.childUsage.user());
        ticks(text, leader.childUsage.system);
        boolean realTime = Policies.isRealTime(process.policy);
        number(text, realTime ? -1 - process.priority : PRIORITY_OF_NICE_0 + process.nice);
        number(text, process.nice);
        number(text, ThreadGroup.size(process)).text(" 0");
        ticks(text, process.startTick);
        memoryFields(text, process);
        signalFields(text, process);
        text.text(" 0 0 0 ");
        text.decimal(process.exitSignal).text(" 0 ").decimal(realTime ? process.priority : 0)
                .put(' ').decimal(process.policy).text(" 0 0 0");
        placeFields(text, process);
        number(text, process.state == ProcessState.ZOMBIE ? process.status : 0).end();
        return 0;
    }

    private static void memoryFields(ProcText text, Process process) {
        AddressSpace space = process.space;
        unsigned(text, ProcessTexts.pages(space, 0, 0) << Pte.PAGE_SHIFT);
        unsigned(text, space == null ? 0 : space.resident);
        unsigned(text, process.limits.soft[Limits.RESIDENT]);
        unsigned(text, space == null ? 0 : space.codeStart);
        unsigned(text, space == null ? 0 : space.codeEnd);
        unsigned(text, space == null ? 0 : space.stackStart);
        // Where the program's stack and pc are, Linux no longer tells.
        text.text(" 0 0");
    }

    private static void signalFields(ProcText text, Process process) {
        unsigned(text, (int) SignalSets.pending(process) & Integer.MAX_VALUE);
        unsigned(text, (int) SignalSets.blocked(process) & Integer.MAX_VALUE);
        unsigned(text, (int) SignalSets.ignored(process) & Integer.MAX_VALUE);
        unsigned(text, (int) SignalSets.caught(process) & Integer.MAX_VALUE);
    }

    private static void placeFields(ProcText text, Process process) {
        AddressSpace space = process.space;
        if (space == null) {
            text.text(" 0 0 0 0 0 0 0");
            return;
        }
        unsigned(text, space.codeEnd);
        unsigned(text, space.heapStart);
        unsigned(text, space.heapStart);
        unsigned(text, space.argumentsStart);
        unsigned(text, space.argumentsEnd);
        unsigned(text, space.environmentStart);
        unsigned(text, space.environmentEnd);
    }

    private static String stateName(int state) {
        return switch (state) {
            case ProcessState.RUNNING -> "R (running)";
            case ProcessState.SLEEPING -> "S (sleeping)";
            case ProcessState.DISK_SLEEP -> "D (disk sleep)";
            case ProcessState.STOPPED -> "T (stopped)";
            default -> "Z (zombie)";
        };
    }

    static int status(ProcText text, Process process) {
        text.text("Name:\t").text(Address.of(process.name));
        if (process.view != null) {
            text.text("\nUmask:\t").octal(process.view.umask, 4);
        }
        text.text("\nState:\t").text(stateName(process.state));
        text.text("\nTgid:\t").decimal(process.pid).text("\nNgid:\t0\nPid:\t")
                .decimal(process.tid);
        text.text("\nPPid:\t").decimal(process.parentPid()).text("\nTracerPid:\t0");
        Credentials who = process.credentials;
        text.text("\nUid:\t").padded(who.uid, 0, ' ').put('\t').padded(who.euid, 0, ' ')
                .put('\t').padded(who.suid, 0, ' ').put('\t').padded(who.fsuid, 0, ' ');
        text.text("\nGid:\t").padded(who.gid, 0, ' ').put('\t').padded(who.egid, 0, ' ')
                .put('\t').padded(who.sgid, 0, ' ').put('\t').padded(who.fsgid, 0, ' ');
        text.text("\nFDSize:\t").decimal(ProcessTexts.descriptors(process)).text("\nGroups:\t");
        for (int i = 0; i < who.groupCount; i++) {
            text.padded(who.groups[i], 0, ' ').put(' ');
        }
        text.end();
        if (process.space != null) {
            memory(text, process.space, process);
        }
        text.text("Threads:\t").decimal(ThreadGroup.size(process));
        text.text("\nSigQ:\t0/0\nSigPnd:\t").hex(SignalSets.pending(process));
        text.text("\nShdPnd:\t").hex(SignalSets.shared(process));
        text.text("\nSigBlk:\t").hex(SignalSets.blocked(process));
        text.text("\nSigIgn:\t").hex(SignalSets.ignored(process));
        text.text("\nSigCgt:\t").hex(SignalSets.caught(process));
        capabilities(text, "\nCapInh:\t", who.inheritableHigh, who.inheritableLow);
        capabilities(text, "\nCapPrm:\t", who.permittedHigh, who.permittedLow);
        capabilities(text, "\nCapEff:\t", who.effectiveHigh, who.effectiveLow);
        capabilities(text, "\nCapBnd:\t", who.boundingHigh, who.boundingLow);
        capabilities(text, "\nCapAmb:\t", 0, 0);
        text.text("\nNoNewPrivs:\t").put(process.is(Process.NO_NEW_PRIVILEGES) ? '1' : '0');
        text.text("\nSeccomp:\t0\nCpus_allowed:\t1\nCpus_allowed_list:\t0");
        text.text("\nvoluntary_ctxt_switches:\t").decimal(process.usage.voluntarySwitches);
        text.text("\nnonvoluntary_ctxt_switches:\t")
                .decimal(process.usage.involuntarySwitches).end();
        return 0;
    }

    private static void capabilities(ProcText text, String name, int high, int low) {
        text.text(name).hex(high, 8).hex(low, 8);
    }

    private static void size(ProcText text, String name, int pages) {
        text.text(name).put('\t').padded(pages << KIBIBYTES_SHIFT, 8, ' ').text(" kB\n");
    }

    private static void memory(ProcText text, AddressSpace space, Process process) {
        int all = ProcessTexts.pages(space, 0, 0);
        int code = space.codeEnd - space.codeStart + Pte.PAGE_MASK >>> Pte.PAGE_SHIFT;
        size(text, "VmPeak:", space.pagesMax());
        size(text, "VmSize:", all);
        size(text, "VmLck:", 0);
        size(text, "VmPin:", 0);
        size(text, "VmHWM:", space.residentMax());
        size(text, "VmRSS:", space.resident);
        size(text, "VmData:", ProcessTexts.dataPages(space));
        size(text, "VmStk:", ProcessTexts.pages(space, Region.STACK, 0));
        size(text, "VmExe:", code);
        size(text, "VmLib:", 0);
        size(text, "VmPTE:", space.tables);
        size(text, "VmSwap:", 0);
    }
}
