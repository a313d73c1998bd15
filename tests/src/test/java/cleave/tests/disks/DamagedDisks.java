package cleave.tests.disks;

import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.emulator.machine.StopReason;
import cleave.tests.Run;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Damaged disks, as the root of the guest or mounted by it: it walks them, and writes to them. */
final class DamagedDisks {
    private static final String AUDIT = "cat /proc/sys/debug/audit";
    /** What a kernel without a root file system, or init, has to say. */
    private static final List<String> NOTHING_TO_START = List.of("there is no root file system",
            "there is no init");
    private static final String WALK_ROOT = """
            ls -laR / > /dev/null
            find / -type f | grep -v ^/proc | head -n 200 | while read f; do
                head -c 70000 "$f" > /dev/null; done
            cd /home
            echo more > new; mkdir d && echo more > d/file; mv new d/other; rm -r d
            seq 1 20000 > long; sync .
            rm -rf d long
            """;

    private final byte[] root;
    private final byte[] rich;

    DamagedDisks() throws IOException {
        root = DiskImages.root(Map.of("walk.sh", PowerCuts.WALK, "start.sh", WALK_ROOT));
        rich = DiskImages.rich();
    }

    /** Mounts a disk with damage that follows from the seed: what was wrong; empty if nothing. */
    Optional<String> mounted(long seed) throws Exception {
        Damage damage = new Damage(rich, seed);
        MemoryBlockBackend disk = new MemoryBlockBackend("damaged", damage.image());
        Guest guest = Guest.run(List.of(new MemoryBlockBackend("root", root), disk),
                List.of("sh /walk.sh", "dmesg", AUDIT), line -> { });
        return guest.fault().or(() -> guest.said().contains("vdb: ") ? Optional.empty()
                : Optional.of("the second disk was not there")).map(fault ->
                        text("mounted", seed, damage, fault, guest));
    }

    /** Starts from such a disk. */
    Optional<String> started(long seed) {
        Damage damage = new Damage(root, seed);
        Guest guest = Guest.run(List.of(new MemoryBlockBackend("damaged", damage.image())),
                List.of("sh /start.sh", "dmesg", AUDIT, AUDIT), line -> { });
        return guest.fault().filter(fault -> !isToBeExpected(guest)).map(
                fault -> text("started", seed, damage, fault, guest));
    }

    /** Without its programs or directories, the guest cannot be audited, or even switched off. */
    private static boolean isToBeExpected(Guest guest) {
        if (guest.said().contains("panic")) {
            return NOTHING_TO_START.stream().anyMatch(guest.said()::contains);
        }
        boolean wrong = guest.said().matches("(?s).*\nwrong [1-9].*");
        if (guest.reason() instanceof StopReason.Exited exited) {
            return exited.code() == 0 && !wrong;
        }
        boolean silent = !guest.said().contains("# poweroff")
                && (guest.said().contains("init: ") || guest.said().contains("/dev/console"));
        return guest.reason() instanceof StopReason.CycleLimit && !wrong
                && (silent || guest.hasGivenUp());
    }

    private static String text(String how, long seed, Damage damage, String fault, Guest guest) {
        return how + " with seed " + seed + " (" + damage.story() + "): " + fault + "\n"
                + guest.said();
    }

    /** What {@code cleave image} makes of it, and e2fsck: what was wrong; empty if nothing. */
    Optional<String> onTheHost(long seed) throws Exception {
        Damage damage = new Damage(rich, seed);
        try (E2fsck disk = new E2fsck(damage.image())) {
            String image = disk.image().toString();
            Run theirs = disk.look();
            DiskImages.Said ours = DiskImages.command("check", image);
            StringBuilder wrong = new StringBuilder();
            boolean damaged = theirs.exitCode() != 0
                    || theirs.out().contains("trying backup blocks");
            if (damaged && ours.code() == 0) {
                wrong.append("e2fsck finds damage that we do not: ").append(theirs);
            }
            if (!damaged && ours.code() != 0
                    && !ours.text().contains("not checked here")) {
                wrong.append("e2fsck finds no damage: ").append(theirs).append(ours.text());
            }
            for (String[] words : List.of(new String[] {"check", image},
                    new String[] {"ls", image, "/", "-l", "-R"},
                    new String[] {"cat", image, "/big"},
                    new String[] {"get", image, "/tree", image + ".tree"},
                    new String[] {"add", image, Guest.built("README.md").toString(), "/added"},
                    new String[] {"mkdir", image, "/tree/more"},
                    new String[] {"rm", image, "/tree", "-r"},
                    new String[] {"rm", image, "/big"})) {
                DiskImages.Said said = DiskImages.command(words);
                if (said.code() < 0 || said.code() > 2
                        || said.code() == 2 && !said.text().contains("cleave: ")) {
                    wrong.append(String.join(" ", words)).append(": ").append(said.code())
                            .append(": ").append(said.text());
                }
            }
            return wrong.isEmpty() ? Optional.empty() : Optional.of("host, seed " + seed + " ("
                    + damage.story() + "): " + wrong);
        }
    }
}
