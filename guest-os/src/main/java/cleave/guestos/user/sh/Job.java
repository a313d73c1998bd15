package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The processes of a pipeline, or of a list in the background. */
final class Job extends Struct {
    static final int RUNNING = 0;
    static final int STOPPED = 1;
    static final int DONE = 2;

    private static final int STATE_COLUMNS = 24;

    /** From 1, for jobs that the user can name; 0 for the others. */
    int number;
    /** The process group, when jobs are controlled, otherwise the first process. */
    int group;
    Member first;
    private Member last;
    /** How many processes are to come. */
    int expected;
    Address text;
    int state;
    /** Whether the user has not heard of the state. */
    boolean changed;
    /** The job that was touched last is the current one. */
    int touched;
    Job next;

    /** A process. */
    static final class Member extends Struct {
        int process;
        int state;
        /** The status word, once it has ended or stopped. */
        int word;
        Member next;
    }

    void add(int process) {
        Member member = new Member();
        member.process = process;
        if (last == null) {
            first = member;
            group = process;
        } else {
            last.next = member;
        }
        last = member;
    }

    /** The pid by which scripts know it. */
    int lastProcess() {
        return last == null ? 0 : last.process;
    }

    /** The exit code as {@code $?} has it: that of the last process. */
    int status() {
        return last == null ? Shell.NOT_FOUND : code(last.word);
    }

    /** The status word of the last process. */
    int word() {
        return last == null ? 0 : last.word;
    }

    static int code(int word) {
        if (Wait.stopped(word)) {
            return Shell.SIGNAL_BASE + Wait.stopSignal(word);
        }
        return Wait.signalled(word) ? Shell.SIGNAL_BASE + Wait.signal(word) : Wait.exitCode(word);
    }

    /** Takes over what became of a process; false if it is none of these. */
    boolean hear(int process, int word) {
        for (Member member = first; member != null; member = member.next) {
            if (member.process == process && member.state != DONE) {
                member.word = word;
                member.state = Wait.continued(word) ? RUNNING
                        : Wait.stopped(word) ? STOPPED : DONE;
                settle();
                return true;
            }
        }
        return false;
    }

    /** It runs while a process does, and is done when all are. */
    private void settle() {
        int now = DONE;
        for (Member member = first; member != null; member = member.next) {
            if (member.state == RUNNING) {
                now = RUNNING;
                break;
            }
            now = member.state == STOPPED ? STOPPED : now;
        }
        changed |= now != state;
        state = now;
    }

    /** All stopped processes run again. */
    void goOn() {
        for (Member member = first; member != null; member = member.next) {
            if (member.state == STOPPED) {
                member.state = RUNNING;
            }
        }
        settle();
        changed = false;
    }

    /** What is left of a job whose processes somebody else has waited for. */
    void lose() {
        for (Member member = first; member != null; member = member.next) {
            member.state = DONE;
        }
        settle();
    }

    void free() {
        while (first != null) {
            Member member = first;
            first = member.next;
            Heap.free(member);
        }
        Heap.free(text);
        Heap.free(this);
    }

    /** {@code [1]+ Running   command}, with process numbers if they are wanted. */
    void show(Stream to, int sign, boolean processes) {
        to.putByte('[').put(number).putByte(']').putByte(sign).putByte(' ');
        if (processes) {
            to.put(group).putByte(' ');
        }
        Text word = new Text();
        describe(word);
        to.put(word.text());
        for (int i = word.length; i < STATE_COLUMNS; i++) {
            to.putByte(' ');
        }
        to.put(text).line();
        word.free();
    }

    private void describe(Text to) {
        int word = word();
        if (state == RUNNING) {
            to.add("Running");
        } else if (state == STOPPED) {
            for (Member member = first; member != null; member = member.next) {
                word = member.state == STOPPED ? member.word : word;
            }
            to.add(Signals.description(Wait.stopSignal(word)));
        } else if (Wait.signalled(word)) {
            to.add(Signals.description(Wait.signal(word)));
            to.add(Wait.coreDumped(word) ? " (core dumped)" : "");
        } else if (Wait.exitCode(word) == 0) {
            to.add("Done");
        } else {
            to.add("Done(").addNumber(Wait.exitCode(word)).add(')');
        }
    }
}
