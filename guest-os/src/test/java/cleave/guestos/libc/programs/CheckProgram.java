package cleave.guestos.libc.programs;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;

/** Programs that find themselves wrong, by the number of the way. */
final class CheckProgram {
    private static byte[] kept;

    private CheckProgram() {
    }

    static int main(int count, Address arguments) {
        Stdio.printf("begun\n");
        int way = Numbers.toInt(Program.argument(1));
        byte[] four = new byte[4];
        switch (way) {
            case 0:
                return four[count + 3];
            case 1:
                return 10 / (count - 2);
            case 2:
                Address memory = Heap.malloc(10);
                Heap.free(memory);
                Heap.free(memory);
                return 0;
            case 3:
                Program.abort();
                return 0;
            default:
                while (true) {
                    kept = new byte[way];
                }
        }
    }
}
