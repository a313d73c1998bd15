package cleave.guestos.user.sh;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;

/** Pipelines, subshells and lists in the background: what needs processes of the shell's own. */
final class Pipelines {
    private Pipelines() {
    }

    static int run(Node node, int flags) {
        int status;
        if (node.first.next == null) {
            status = Execution.run(node.first, flags & ~Execution.LAST | Execution.TESTED);
        } else {
            Shell.line = node.line;
            Job job = Jobs.make(node.text, 0);
            start(node, job, true);
            status = Jobs.finish(job);
        }
        if (Control.isPending()) {
            return Shell.status;
        }
        return node.negated ? status == 0 ? 1 : 0 : status;
    }

    /** Starts all processes of a pipeline. */
    private static void start(Node node, Job job, boolean foreground) {
        int input = -1;
        for (Node item = node.first; item != null && !Control.isPending(); item = item.next) {
            int reading = -1;
            int writing = -1;
            if (item.next != null) {
                if (Files.pipe2(OpenFlags.O_CLOEXEC) < 0) {
                    Messages.begin().put("cannot make a pipe: ")
                            .put(Errors.strerror(Errors.errno)).line();
                    Control.abort();
                    break;
                }
                reading = Files.readEnd();
                writing = Files.writeEnd();
            }
            if (Jobs.forkInto(job, foreground) == 0) {
                if (reading >= 0) {
                    Files.close(reading);
                }
                if (input >= 0) {
                    Redirects.moveTo(input, 0);
                }
                if (writing >= 0) {
                    Redirects.moveTo(writing, 1);
                }
                Execution.runAndExit(item, 0);
            }
            if (input >= 0) {
                Files.close(input);
            }
            if (writing >= 0) {
                Files.close(writing);
            }
            input = reading;
        }
        if (input >= 0) {
            Files.close(input);
        }
    }

    static int subshell(Node node, int flags) {
        Shell.line = node.line;
        Job job = Jobs.make(node.text, 1);
        if (Jobs.forkInto(job, true) == 0) {
            enter(node, flags & Execution.TESTED);
        }
        return Jobs.finish(job);
    }

    /** In a subshell's process. Never returns. */
    private static void enter(Node node, int flags) {
        if (!Redirects.apply(node.redirections, false)) {
            Shell.exit(Control.isPending() ? Shell.status : Shell.ERROR);
        }
        Execution.runAndExit(node.first, flags);
    }

    /** Starts a command that nobody waits for. */
    static int background(Node node) {
        Shell.line = node.line;
        Jobs.limit();
        Job job = Jobs.make(node.text, 1);
        if (node.kind == Node.PIPELINE && node.first.next != null && !node.negated) {
            start(node, job, false);
        } else if (Jobs.forkInto(job, false) == 0) {
            node.background = false;
            if (node.kind == Node.SUBSHELL) {
                enter(node, 0);
            }
            Execution.runAndExit(node, 0);
        }
        if (job.first == null) {
            Jobs.remove(job);
            return Shell.status;
        }
        Jobs.touch(job);
        Jobs.lastBackground = job.lastProcess();
        if (Shell.interactive) {
            Stdio.stderr().putByte('[').put(job.number).put("] ").put(job.lastProcess()).line()
                    .flush();
        }
        return 0;
    }
}
