package cleave.tests.disks;

import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.tests.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A busy session of which the disk remembers every write, and the disk as it is when the power
 * fails somewhere in it. {@code e2fsck} must be able to repair it, files must be whole of which the
 * guest has said that they are on the disk, and the machine must start from it again.
 */
final class PowerCuts {
    private static final String BUSY = """
            keep() { seq $2 $3 > $1 && sync $1 && echo "SYNCED $1 $2 $3"; }
            cd /home
            for i in $(seq 1 24); do
                d=d$((i % 5))
                mkdir -p $d/sub$i
                keep $d/kept$i $i $((i * 90 + 10))
                seq 3 $((i * 300)) > $d/loose$i
                keep $d/sub$i/deep $((i + 1000)) $((i + 1100))
                for j in 1 2 3 4 5 6 7 8; do echo $i > $d/sub$i/a-name-of-some-length-$j; done
                mv $d/kept$i $d/moved$i
                ln $d/moved$i $d/sub$i/hard; ln -s ../moved$i $d/sub$i/soft
                [ $i -gt 4 ] && rm -r d$(((i - 3) % 5))/loose$((i - 3))
                [ $i -gt 4 ] && rm d$(((i - 4) % 5))/sub$((i - 4))/a-*
                [ $((i % 4)) = 0 ] && dd if=/dev/null of=$d/loose$i bs=1 seek=5000 2> /dev/null
                [ $((i % 6)) = 0 ] && sleep 5
                [ $((i % 8)) = 0 ] && mv $d/sub$i d0/away$i && sync .
            done
            cp d1/moved1 d2/moved2 d3/ 2> /dev/null
            """;
    /** What is done with a disk that was not repaired. */
    static final String WALK = """
            mount /dev/vdb /mnt || exit
            cd /mnt
            ls -laR . > /dev/null
            find . -type f | head -n 400 | while read f; do head -c 70000 "$f" > /dev/null; done
            find . -type l | head -n 40 | while read f; do readlink "$f" > /dev/null; done
            du -s . > /dev/null; df . > /dev/null
            echo more > new-file; mkdir new-directory && echo more > new-directory/file
            ln small new-link; ln -s small new-symlink; mv new-file new-name
            for f in big small program tree/d1/middle; do [ -f $f ] && echo more >> $f; done
            seq 1 20000 > new-long; dd if=/dev/null of=new-long bs=1 seek=20000 2> /dev/null
            mv tree/d0 tree/d1/d0; mv -f tree/d2/middle tree/d3/middle
            chmod 600 fast small big
            rm -rf tree/d3 tree/d1 big root/d1
            [ -f program ] && ./program > /dev/null 2>&1
            sync .
            cd /
            umount /mnt
            """;
    private static final String AUDIT = "cat /proc/sys/debug/audit";

    private final RecordingDisk disk;
    private final List<Kept> promised = new ArrayList<>();
    private final byte[] root;
    private final int begin;

    PowerCuts() throws IOException {
        root = DiskImages.root(Map.of("busy.sh", BUSY, "walk.sh", WALK));
        disk = new RecordingDisk(root);
        int[] booted = {-1};
        Guest guest = Guest.run(List.of(disk), List.of("sh /busy.sh", AUDIT), line -> {
            Kept.parse(line, disk.steps()).ifPresent(promised::add);
            if (booted[0] < 0 && line.endsWith("# ")) {
                booted[0] = disk.steps();
            }
        });
        guest.fault().ifPresent(fault -> {
            throw new IllegalStateException(fault + ":\n" + guest.said());
        });
        if (promised.size() != 48) {
            throw new IllegalStateException("not all was written:\n" + guest.said());
        }
        begin = booted[0];
    }

    /** Cuts the power at a moment that follows from the seed: what was wrong; empty if nothing. */
    Optional<String> run(long seed, boolean start) throws Exception {
        Random luck = new Random(seed);
        int moment = begin + luck.nextInt(disk.steps() - begin + 1);
        byte[] left = disk.after(moment, luck);
        List<Kept> due = promised.stream().filter(kept -> kept.step() <= moment).toList();
        try (E2fsck judge = new E2fsck(left)) {
            Run repaired = judge.repair();
            Optional<String> fault = repaired.exitCode() != 0
                    ? Optional.of("it cannot be repaired: " + repaired) : Optional.empty();
            if (fault.isEmpty()) {
                // A directory that is just being moved may have neither name: ext2 has no journal.
                List<Kept> missing = Kept.missing(due, judge.files(), false);
                fault = missing.isEmpty() ? fault
                        : Optional.of("files are lost that were synchronised: " + missing);
            }
            if (fault.isEmpty() && start) {
                fault = start(judge.bytes(), left);
            }
            return fault.map(text -> "seed " + seed + ", step " + moment + " of " + disk.steps()
                    + ": " + text);
        }
    }

    /** Starts the machine from the disk that was repaired, with the other one beside it. */
    private Optional<String> start(byte[] repaired, byte[] left) throws Exception {
        MemoryBlockBackend first = new MemoryBlockBackend("repaired", repaired);
        Guest guest = Guest.run(List.of(first, new MemoryBlockBackend("left", left)),
                List.of("ls -laR / > /dev/null; echo again > /home/again; sh /walk.sh", AUDIT),
                line -> { });
        Optional<String> fault = guest.fault();
        if (fault.isPresent()) {
            return Optional.of(fault.get() + "\n" + guest.said());
        }
        try (E2fsck judge = new E2fsck(first.contents())) {
            Run run = judge.look();
            return run.exitCode() == 0 ? Optional.empty()
                    : Optional.of("it is not clean after another session: " + run);
        }
    }
}
