package cleave.toolchain.compiler.backend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.FunctionAttributes;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.SwitchTable;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Verifier;
import cleave.toolchain.compiler.ir.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the text form of functions of words, as far as tests need it: one value a line, {@code
 * v2 = add v0, v1}, {@code store v0, v1 [byte +4]}, {@code branch v0, v1 [lt] -> b1, b2}, {@code
 * switch v0 [1=1, 2=1] -> b1, b2}, {@code call @f v1, v2}. The value's line of source is the line's
 * number in the text. Predecessors are in the order of the edges in the text.
 */
final class IrText {
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Block> blocks = new HashMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private Function function;
    private int line;

    private IrText() {
    }

    static Function read(String text) {
        return new IrText().readFunction(text);
    }

    private Function readFunction(String text) {
        Block block = null;
        for (String each : text.split("\n")) {
            line++;
            String clean = each.replaceAll(";.*", "").trim();
            if (clean.startsWith("function ")) {
                begin(clean);
            } else if (clean.endsWith(":")) {
                block = block(clean.substring(0, clean.length() - 1));
            } else if (!clean.isEmpty()) {
                value(block, clean);
            }
        }
        later.forEach(Runnable::run);
        Verifier.verify(function);
        return function;
    }

    private void begin(String header) {
        String name = header.substring(header.indexOf('@') + 1, header.indexOf('('));
        String parameters = header.substring(header.indexOf('(') + 1, header.indexOf(')'));
        int count = parameters.isEmpty() ? 0 : parameters.split(",").length;
        boolean hasResult = header.endsWith("i32");
        function = new Function(new Symbol(name), "Test." + name,
                java.util.Collections.nCopies(count, Type.I32),
                hasResult ? Type.I32 : Type.VOID, FunctionAttributes.NONE, position());
    }

    private Position position() {
        return new Position("test/Test.java", "Test.f", line, null);
    }

    private Block block(String name) {
        return blocks.computeIfAbsent(name, unused -> function.newBlock());
    }

    private void value(Block block, String text) {
        String rest = text;
        String name = null;
        if (rest.matches("v\\w+ = .*")) {
            name = rest.substring(0, rest.indexOf(' '));
            rest = rest.substring(rest.indexOf('=') + 2);
        }
        String[] arrow = rest.split(" -> ");
        String aux = null;
        String head = arrow[0];
        if (head.contains("[")) {
            aux = head.substring(head.indexOf('[') + 1, head.lastIndexOf(']'));
            head = head.substring(0, head.indexOf('[')).trim();
        }
        String[] words = head.split("[ ,]+");
        Op op = Op.valueOf(words[0].toUpperCase(Locale.ROOT));
        List<String> operands = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            if (word.startsWith("v")) {
                operands.add(word);
            } else {
                aux = word;
            }
        }
        Type type = op.result() != null ? op.result() : name == null ? Type.VOID : Type.I32;
        Value value = function.newValue(op, type, aux(op, aux), position());
        block.append(value);
        if (name != null) {
            values.put(name, value);
        }
        if (arrow.length > 1) {
            for (String target : arrow[1].split(", *")) {
                block.addSuccessor(block(target));
            }
        }
        later.add(() -> operands.forEach(operand -> value.addOperand(values.get(operand))));
    }

    private static Object aux(Op op, String text) {
        return switch (op) {
            case CONST -> Long.decode(text).intValue();
            case PARAMETER -> Integer.decode(text);
            case SYMBOL -> new SymbolAddress(new Symbol(text.substring(1)), 0);
            case CALL -> new Symbol(text.substring(1));
            case SET, BRANCH -> Condition.valueOf(text.toUpperCase(Locale.ROOT));
            case LOAD, STORE -> access(text);
            case SWITCH -> {
                TreeMap<Integer, Integer> table = new TreeMap<>();
                for (String pair : text.split(", *")) {
                    String[] sides = pair.split("=");
                    table.put(Integer.decode(sides[0]), Integer.decode(sides[1]));
                }
                yield new SwitchTable(table);
            }
            case PANIC -> text;
            default -> null;
        };
    }

    private static MemoryAccess access(String text) {
        String[] words = text.split(" ");
        boolean unsigned = words[0].endsWith("u");
        String width = unsigned ? words[0].substring(0, words[0].length() - 1) : words[0];
        return new MemoryAccess(Width.valueOf(width.toUpperCase(Locale.ROOT)), !unsigned, false,
                words.length > 1 ? Integer.parseInt(words[1].replace("+", "")) : 0, Alias.ANY);
    }
}
