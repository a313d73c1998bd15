package cleave.guestos.user.sh;

import cleave.guestos.libc.Match;
import cleave.magic.Address;
import cleave.magic.NoInline;
import cleave.magic.Recursive;

/** Runs nodes (Shell Command Language, 2.9). Each {@code run} sets {@code $?} and returns it. */
final class Execution {
    /** How deep commands may lie in each other, those of called functions included. */
    static final int DEPTH_MAX = 20_000;

    /** The status is looked at: {@code set -e} does nothing. */
    static final int TESTED = 1;
    /** Nothing follows in this process, so a program may take it over. */
    static final int LAST = 2;

    private static int depth;
    /** TESTED for what a function or {@code eval} runs, if the command that runs it is. */
    static int inherited;

    private Execution() {
    }

    /** Runs a command in a process that was made for it. Never returns. */
    @NoInline
    static void runAndExit(Node node, int flags) {
        inherited = flags & TESTED;
        run(node, LAST | flags);
        Shell.exit(Shell.status);
    }

    @Recursive(max = DEPTH_MAX)
    static int run(Node node, int flags) {
        if (node == null || Control.isPending() || ShellOptions.isSet('n')
                && !Shell.interactive) {
            return Shell.status;
        }
        if (depth == DEPTH_MAX) {
            Messages.begin().put("commands are nested more than ").put(DEPTH_MAX).put(" deep")
                    .line();
            Control.abort();
            return Shell.status;
        }
        depth++;
        if (node.background) {
            Shell.status = Pipelines.background(node);
        } else {
            one(node, flags);
        }
        Traps.check();
        depth--;
        return Shell.status;
    }

    private static void one(Node node, int flags) {
        switch (node.kind) {
            case Node.SIMPLE:
                int outer = inherited;
                inherited = flags & TESTED;
                Shell.status = SimpleCommand.run(node, flags);
                inherited = outer;
                orExit(flags);
                break;
            case Node.PIPELINE:
                Shell.status = Pipelines.run(node, flags);
                orExit(node.negated ? TESTED : flags);
                break;
            case Node.SUBSHELL:
                Shell.status = Pipelines.subshell(node, flags);
                orExit(flags);
                break;
            case Node.LIST:
                list(node, flags);
                break;
            case Node.AND_OR:
                andOr(node, flags);
                break;
            case Node.FUNCTION:
                Functions.define(node);
                Shell.status = 0;
                break;
            default:
                redirected(node, flags);
                break;
        }
    }

    /** {@code set -e}. */
    private static void orExit(int flags) {
        if (Shell.status != 0 && (flags & TESTED) == 0 && ShellOptions.isSet('e')
                && !Control.isPending()) {
            Control.exit(Shell.status);
        }
    }

    private static void list(Node node, int flags) {
        for (Node item = node.first; item != null && !Control.isPending(); item = item.next) {
            run(item, item.next == null ? flags : flags & ~LAST);
        }
    }

    private static void andOr(Node node, int flags) {
        for (Node item = node.first; item != null && !Control.isPending(); item = item.next) {
            boolean wanted = item.connector == 0
                    || (item.connector == Node.AND) == (Shell.status == 0);
            if (wanted) {
                run(item, item.next == null ? flags : flags & ~LAST | TESTED);
            }
        }
    }

    private static void redirected(Node node, int flags) {
        if (node.redirections == null) {
            compound(node, flags);
            return;
        }
        Shell.line = node.line;
        Redirects.Saved mark = Redirects.mark();
        if (Redirects.apply(node.redirections, true)) {
            compound(node, flags & ~LAST);
        } else {
            Shell.status = Shell.ERROR;
        }
        Redirects.undo(mark);
        orExit(flags);
    }

    private static void compound(Node node, int flags) {
        switch (node.kind) {
            case Node.GROUP:
                run(node.first, flags);
                break;
            case Node.IF:
                condition(node, flags);
                break;
            case Node.WHILE, Node.UNTIL:
                loop(node, flags & ~LAST);
                break;
            case Node.FOR:
                forLoop(node, flags & ~LAST);
                break;
            default:
                choice(node, flags);
                break;
        }
    }

    private static void condition(Node node, int flags) {
        Node branch = node;
        while (branch != null && branch.kind == Node.IF) {
            run(branch.first, flags & ~LAST | TESTED);
            if (Control.isPending()) {
                return;
            }
            if (Shell.status == 0) {
                run(branch.second, flags);
                return;
            }
            branch = branch.third;
        }
        if (branch == null) {
            Shell.status = 0;
        }
        run(branch, flags);
    }

    private static void loop(Node node, int flags) {
        int status = 0;
        boolean wanted = node.kind == Node.WHILE;
        Loops.depth++;
        while (true) {
            run(node.first, flags | TESTED);
            if (!Loops.goesOn()) {
                status = Control.isPending() ? Shell.status : status;
                break;
            }
            if (Shell.status == 0 != wanted) {
                break;
            }
            run(node.second, flags);
            status = Shell.status;
            if (!Loops.goesOn()) {
                break;
            }
        }
        Loops.depth--;
        Shell.status = status;
    }

    private static void forLoop(Node node, int flags) {
        Address mark = Arena.SCRATCH.mark();
        Output words = Output.of(Output.FIELDS);
        Shell.line = node.line;
        if (node.overParameters) {
            for (int i = 1; i <= Positional.count(); i++) {
                words.add(Arena.SCRATCH.copy(Positional.get(i)));
            }
        }
        for (Word word = node.words; word != null && !Control.isPending(); word = word.next) {
            Expansion.fields(word, words);
        }
        words.close();
        if (!Control.isPending()) {
            Shell.status = 0;
            Loops.depth++;
            for (Output.Field field = words.first; field != null; field = field.next) {
                if (!Variables.set(node.name, field.text)) {
                    break;
                }
                run(node.second, flags);
                if (!Loops.goesOn()) {
                    break;
                }
            }
            Loops.depth--;
        }
        Arena.SCRATCH.release(mark);
    }

    private static void choice(Node node, int flags) {
        Address mark = Arena.SCRATCH.mark();
        Shell.line = node.line;
        CommandSubstitution.happened = false;
        Address text = Expansion.single(node.words);
        CaseItem chosen = Control.isPending() ? null : choose(node.cases, text);
        Arena.SCRATCH.release(mark);
        if (Control.isPending()) {
            return;
        }
        if (chosen == null || chosen.body == null) {
            Shell.status = 0;
        } else {
            run(chosen.body, flags);
        }
    }

    private static CaseItem choose(CaseItem first, Address text) {
        for (CaseItem item = first; item != null; item = item.next) {
            for (Word word = item.patterns; word != null; word = word.next) {
                Address pattern = Expansion.pattern(word);
                if (Control.isPending()) {
                    return null;
                }
                if (Match.fnmatch(pattern, text, 0)) {
                    return item;
                }
            }
        }
        return null;
    }
}
