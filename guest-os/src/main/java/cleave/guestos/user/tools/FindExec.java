package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.Running;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Programs that {@code find} runs: one for each path, or, with {@code +}, one for many. */
final class FindExec {
    static final int ASK = 1;
    /** Bytes of paths that one program is given. */
    private static final int PATHS_MAX = 0x1_0000;

    private FindExec() {
    }

    static boolean run(FindExpression action, Address path) {
        if (action.paths != null) {
            action.paths.add(Strings.duplicate(path));
            action.pathBytes += Strings.length(path) + 1;
            if (action.pathBytes > PATHS_MAX) {
                runMany(action);
            }
            return true;
        }
        Words words = new Words();
        Text text = new Text();
        for (int i = 0; i < action.program.count(); i++) {
            replace(action.program.address(i), path, text.clear());
            words.add(Strings.duplicate(text.address()));
        }
        boolean done = (action.flags & ASK) == 0 || confirmed(words);
        if (done) {
            words.add(0);
            done = Running.program(words.items()) == 0;
        }
        words.release(true);
        Heap.free(words);
        Heap.free(text);
        return done;
    }

    /** Puts the path in the place of each {@code {}}. */
    static void replace(Address word, Address path, Text to) {
        Address at = word;
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) == '{' && at.loadByte(1) == '}') {
                to.put(path);
                at = at.plus(2);
            } else {
                to.put(at.loadUnsignedByte(0));
                at = at.plus(1);
            }
        }
    }

    private static boolean confirmed(Words words) {
        Errors.message();
        for (int i = 0; i < words.count(); i++) {
            Stdio.stderr().put(words.address(i)).putByte(' ');
        }
        Stdio.stderr().put("? ").flush();
        return Answers.yes();
    }

    private static void runMany(FindExpression action) {
        Words words = new Words();
        for (int i = 0; i < action.program.count(); i++) {
            words.add(action.program.get(i));
        }
        for (int i = 0; i < action.paths.count(); i++) {
            words.add(action.paths.get(i));
        }
        words.add(0);
        if (Running.program(words.items()) != 0) {
            Find.status = 1;
        }
        words.release(false);
        Heap.free(words);
        action.paths.release(true);
        action.pathBytes = 0;
    }

    /** Runs what waits for more paths. */
    @Recursive(max = FindExpression.DEPTH)
    static void finish(FindExpression expression) {
        if (expression.left != null) {
            finish(expression.left);
        }
        if (expression.right != null) {
            finish(expression.right);
        }
        if (expression.paths != null && expression.paths.count() > 0) {
            runMany(expression);
        }
    }
}
