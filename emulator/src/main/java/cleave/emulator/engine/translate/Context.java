package cleave.emulator.engine.translate;

import cleave.emulator.hart.Hart;
import cleave.emulator.mmu.Mmu;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What translated code works on: the class data of its hidden class, so that all of it is constant
 * to HotSpot. The page maps make it code for one privilege mode and one setting of SUM and MXR.
 */
record Context(int[] x, byte[] bytes, int[] fetch, int[] loads, int[] stores, int[] known,
        Window window, Frame frame, VarHandle words, VarHandle halfwords) {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle HALFWORDS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** The context the hart is in now. */
    static Context of(Hart hart, Frame frame) {
        Mmu mmu = hart.mmu();
        return new Context(hart.x, mmu.bus().memory().bytes(), mmu.fetchEntries(),
                mmu.loadEntries(), mmu.storeEntries(), KnownPages.create(), Window.of(mmu),
                frame, WORDS, HALFWORDS);
    }

    /** Whether the hart is in this context. */
    boolean isCurrent(Mmu mmu) {
        return fetch == mmu.fetchEntries() && loads == mmu.loadEntries()
                && stores == mmu.storeEntries() && window != null == mmu.dataIsBare();
    }
}
