package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** The functions that are defined. */
final class Functions {
    private static final int CALLS_MAX = 1000;
    private static Function first;

    private Functions() {
    }

    static Function first() {
        return first;
    }

    static Function find(Address name) {
        Function function = first;
        while (function != null && !Strings.equal(function.name, name)) {
            function = function.next;
        }
        return function;
    }

    static void define(Node node) {
        Function function = find(node.name);
        Arena before = null;
        if (function == null) {
            function = new Function();
            function.name = Storage.copy(node.name);
            function.next = first;
            first = function;
        } else {
            before = function.arena;
        }
        node.arena.retain();
        function.arena = node.arena;
        function.body = node.first;
        if (before != null) {
            before.release();
        }
    }

    static void remove(Address name) {
        Function before = null;
        for (Function function = first; function != null; function = function.next) {
            if (Strings.equal(function.name, name)) {
                if (before == null) {
                    first = function.next;
                } else {
                    before.next = function.next;
                }
                function.arena.release();
                Heap.free(function.name);
                Heap.free(function);
                return;
            }
            before = function;
        }
    }

    @Recursive(max = CALLS_MAX)
    static int call(Function function, int count, Address arguments) {
        if (Locals.functions == CALLS_MAX) {
            Messages.begin().put("maximum function recursion depth (").put(CALLS_MAX)
                    .put(") reached").line();
            Control.abort();
            return Shell.status;
        }
        Arena arena = function.arena;
        arena.retain();
        Positional outer = Positional.enter(arguments.plus(4), count - 1);
        Locals mark = Locals.mark();
        int loops = Loops.depth;
        Loops.depth = 0;
        Locals.functions++;
        Execution.run(function.body, Execution.inherited);
        Locals.functions--;
        Loops.depth = loops;
        if (Control.reason() == Control.RETURN) {
            Control.clear();
        }
        Locals.restore(mark);
        Positional.leave(outer);
        arena.release();
        return Shell.status;
    }
}
