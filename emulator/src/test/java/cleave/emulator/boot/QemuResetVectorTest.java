package cleave.emulator.boot;

import cleave.emulator.device.DeviceScript;
import cleave.emulator.device.QemuPeer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the boot ROM, here and on QEMU with 16 MiB of RAM and firmware at its start. */
final class QemuResetVectorTest {
    private static final long DEVICE_TREE = 0x80e0_0000L;

    @TempDir
    Path folder;

    @Test
    void theBootRomIsWordForWordQemus() throws Exception {
        Piece rom = ResetVector.make(0x8000_0000L, DEVICE_TREE, 0);
        DeviceScript script = new DeviceScript();
        List<DeviceScript.Result> expected = new ArrayList<>();
        ByteBuffer words = rom.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            script.load(4, (int) rom.address() + words.position());
            expected.add(new DeviceScript.Result(words.getInt(), 0));
        }
        QemuPeer.assertSame(script, new QemuPeer(folder).run(script), expected);
    }
}
