package cleave.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes Java of the subset, as large as a kernel with its user land, for {@code
 * benchmarks/compile-time}. Arguments: the folder, and how many classes. A class has about 430
 * lines: structs, tables, loops, switches, 64-bit arithmetic; each calls the next one, and all are
 * reached from {@code Main}.
 */
public final class LargeSource {
    private static final int METHODS = 10;

    private LargeSource() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int classes = Integer.parseInt(arguments[1]);
        long lines = 0;
        for (int i = 0; i < classes; i++) {
            lines += write(folder.resolve("Part" + i + ".java"), part(i, classes));
        }
        StringBuilder main = new StringBuilder("final class Main {\n    static int main() {\n"
                + "        int sum = 0;\n");
        for (int i = 0; i < classes; i++) {
            main.append("        sum += Part").append(i).append(".method0(").append(i)
                    .append(", sum);\n");
        }
        main.append("        cleave.guest.Console.printHex(sum);\n"
                + "        cleave.guest.Console.put('\\n');\n        return 0;\n    }\n}\n");
        lines += write(folder.resolve("Main.java"), main.toString());
        System.out.println(lines);
    }

    private static long write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return text.lines().count();
    }

    private static String part(int number, int classes) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
                import cleave.magic.Struct;

                final class Part%1$d {
                    static final class Item extends Struct {
                        Item next;
                        int key;
                        long stamp;
                        short kind;
                        byte flags;
                    }

                    private static final int SIZE = %2$d;
                    private static final Item[] ITEMS = new Item[SIZE];
                    private static final int[] TABLE = new int[64];
                    private static final byte[] BYTES = new byte[128];
                    private static long total;

                    static {
                        for (int i = 0; i < SIZE; i++) {
                            ITEMS[i] = new Item();
                            ITEMS[i].next = i == 0 ? null : ITEMS[i - 1];
                        }
                        for (int i = 0; i < TABLE.length; i++) {
                            TABLE[i] = i * %1$d;
                        }
                    }

                    private Part%1$d() {
                    }
                """, number, 4 + number % 13));
        for (int i = 0; i < METHODS; i++) {
            String callee = i + 1 < METHODS ? "method" + (i + 1) : number + 1 < classes
                    ? "Part" + (number + 1) + ".method" + (METHODS - 1) : "Integer.compare";
            text.append(String.format(Locale.ROOT, METHOD, i, number * 7 + i, callee));
        }
        return text.append("}\n").toString();
    }

    private static final String METHOD = """

                static int method%1$d(int a, int b) {
                    int sum = a * %2$d + b;
                    for (int i = 0; i < TABLE.length; i++) {
                        if ((TABLE[i] & 1) != 0) {
                            sum += TABLE[i] ^ a;
                        } else {
                            TABLE[i] = sum >>> 3;
                        }
                        BYTES[i] = (byte) (sum + i);
                    }
                    Item item = ITEMS[(a & 0x7fffffff) %% SIZE];
                    while (item != null) {
                        item.key += sum;
                        item.stamp = item.stamp * 31 + total;
                        item.flags |= 1 << (sum & 7);
                        item = item.next;
                    }
                    switch (sum & 7) {
                        case 0:
                            total += sum;
                            break;
                        case 1:
                        case 2:
                            total ^= (long) sum << 7;
                            break;
                        case 5:
                            sum -= b;
                            break;
                        default:
                            sum++;
                    }
                    return sum + (sum > 0 ? %3$s(sum - 1, a) : b);
                }
            """;
}
