package cleave.guestos.user.sh;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Goes through a source: reads a command, runs it, and forgets it. */
final class Reader {
    /** Whether the user was warned of stopped jobs by the command before this one. */
    private static boolean warned;
    private static boolean warnedNow;

    private Reader() {
    }

    /** Runs commands that lie in a string, which must stay. */
    static int runString(Address text, int flags) {
        return run(Source.ofString(text), flags);
    }

    /** Runs all commands of a source, and closes it. Flags are for the last one of a string. */
    @Recursive(max = Execution.DEPTH_MAX)
    static int run(Source source, int flags) {
        Lexer.State state = new Lexer.State();
        Parser.Pause pause = new Parser.Pause();
        Lexer.save(state);
        Parser.beginText(null, pause);
        Lexer.source = source;
        Lexer.line = 1;
        boolean any = false;
        while (true) {
            Arena arena = Arena.make();
            boolean prompting = source.isPrompting();
            if (prompting) {
                warned = warnedNow;
                warnedNow = false;
                Traps.check();
                recover(source);
                Jobs.report();
            }
            Prompt.continuing = false;
            Parser.begin(arena);
            Node node = Parser.line();
            boolean failed = Parser.failed();
            boolean ended = Parser.ended() && !failed;
            if (failed) {
                Shell.status = Traps.isInterrupted() ? Shell.SIGNAL_BASE + Signal.SIGINT
                        : Shell.ERROR;
                if (!prompting) {
                    Control.abort();
                }
            } else if (node != null) {
                any = true;
                warnedNow = false;
                Execution.run(node, (source.isUsedUp() ? flags : 0) | Execution.inherited);
            }
            if (prompting && node != null && Traps.isInterrupted()) {
                Stdio.stderr().line().flush();
            }
            popAliases(source);
            arena.release();
            if (prompting && (failed || recover(source))) {
                source.startAfresh();
                continue;
            }
            if (Control.isPending() || ended && (!prompting || ends(source))) {
                break;
            }
        }
        if (!any && !Control.isPending()) {
            Shell.status = 0;
        }
        source.close();
        Lexer.restore(state);
        Parser.resume(pause);
        Heap.free(state);
        Heap.free(pause);
        return Shell.status;
    }

    private static void popAliases(Source source) {
        while (Lexer.source != source) {
            Source over = Lexer.source;
            Lexer.source = over.below;
            over.close();
        }
    }

    /** Takes an interactive shell back to its prompt; whether there was a reason to. */
    private static boolean recover(Source source) {
        boolean interrupted = Traps.isInterrupted();
        Traps.forgetInterrupt();
        if (Control.reason() == Control.EXIT) {
            return false;
        }
        boolean pending = Control.isPending();
        Control.clear();
        return pending || interrupted;
    }

    /** Whether the end of input ends the shell. */
    private static boolean ends(Source source) {
        boolean ignored = ShellOptions.isSet('0');
        if (ignored) {
            Stdio.stderr().put("Use \"exit\" to leave shell.").line().flush();
        }
        if (!ignored && mayEnd()) {
            return true;
        }
        source.startAfresh();
        return false;
    }

    /** Whether an interactive shell may end: with stopped jobs, only when it is told twice. */
    static boolean mayEnd() {
        boolean stopped = false;
        for (Job job = Jobs.list(); job != null; job = job.next) {
            stopped |= job.state == Job.STOPPED;
        }
        if (stopped && !warned) {
            Stdio.stderr().put("You have stopped jobs.").line().flush();
            warned = true;
            warnedNow = true;
            return false;
        }
        return true;
    }
}
