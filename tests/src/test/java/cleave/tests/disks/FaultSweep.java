package cleave.tests.disks;

import cleave.emulator.device.virtio.FaultRange;
import cleave.emulator.device.virtio.FaultyBlockBackend;
import cleave.emulator.device.virtio.MemoryBlockBackend;
import cleave.tests.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session at the guest's shell, again and again, each time with another request to a disk that
 * fails. The guest must go on and say what has failed; what it said was written must be there.
 */
final class FaultSweep {
    private static final String WORK = """
            keep() { seq $2 $3 > $1 && $4 sync $1 && echo "SYNCED $1 $2 $3"; }
            later() { sleep 5; "$@"; }
            cd $1
            ls -lR . > /dev/null
            [ -f big ] && cat big > /dev/null
            [ -f slow ] && cat slow > /dev/null
            [ -x echo ] && ./echo executed
            mkdir new new/sub
            keep new/one 1 20
            keep new/long 2 30000
            echo short > new/gone; rm new/gone
            mv new/one new/sub/two; mv new/sub new/moved
            ln new/long new/hard; ln -s long new/soft; ln -s $(seq -s / 1 40) new/slow
            for i in $(seq 1 30); do echo $i > new/moved/a-file-with-a-name-of-some-length-$i; done
            seq 1 3000 > new/cut; dd if=/dev/null of=new/cut bs=1 seek=100 2> /dev/null
            [ -d tree ] && rm -r tree
            sync .
            keep new/last 5 2500
            mkfifo new/pipe; mknod new/null c 1 3
            cat new/long new/moved/* > new/all
            sleep 5
            keep new/late 7 2700 later
            rm -r new/moved/a-file*; mkdir new/moved/more; rmdir new/moved/more
            du -s . > /dev/null; df . > /dev/null
            cd /
            """;
    private static final String SECOND = "mount /dev/vdb /mnt\nsh /work.sh /mnt\numount /mnt\n";
    private static final String AUDIT = "cat /proc/sys/debug/audit";

    private final byte[] root;
    private final byte[] second;
    private final boolean onRoot;
    private int reads;
    private int writes;
    private int readsOfBoot;
    private int writesOfBoot;

    /** What came of one session. */
    private record Session(Guest guest, RecordingDisk disk, List<Kept> promised, int readsTold,
            int writesTold) {
    }

    /** @param onRoot whether the disk with the root file system fails, or a second one */
    FaultSweep(boolean onRoot) throws IOException {
        this.onRoot = onRoot;
        root = DiskImages.root(Map.of("work.sh", WORK, "second.sh", SECOND));
        second = DiskImages.rich();
        Session session = session(List.of());
        session.guest.fault().ifPresent(fault -> {
            throw new IllegalStateException(fault + ":\n" + session.guest.said());
        });
        if (session.promised.size() != 4) {
            throw new IllegalStateException("not all was written: " + session.guest.said());
        }
        reads = session.disk.reads();
        writes = session.disk.writes();
    }

    /** The requests of the session; before the first of them the machine starts. */
    int first(boolean write) {
        return 1 + (write ? writesOfBoot : readsOfBoot);
    }

    int last(boolean write) {
        return write ? writes : reads;
    }

    private Session session(List<FaultRange> faults) {
        RecordingDisk disk = new RecordingDisk(onRoot ? root : second);
        FaultyBlockBackend faulty = new FaultyBlockBackend(disk, faults);
        List<Kept> promised = new ArrayList<>();
        int[] told = new int[2];
        boolean[] started = new boolean[1];
        Guest guest = Guest.run(onRoot ? List.of(faulty)
                : List.of(new MemoryBlockBackend("root", root), faulty),
                List.of(onRoot ? "sh /work.sh /home" : "sh /second.sh", "dmesg", "dmesg", AUDIT,
                        AUDIT), line -> {
                    Kept.parse(line, disk.steps()).ifPresent(promised::add);
                    if (line.endsWith("# ") && !started[0]) {
                        started[0] = true;
                        readsOfBoot = onRoot ? disk.reads() : 0;
                        writesOfBoot = onRoot ? disk.writes() : 0;
                    }
                    if (line.endsWith("# dmesg")) {
                        told[0] = disk.reads();
                        told[1] = disk.writes();
                    }
                });
        return new Session(guest, disk, promised, told[0], told[1]);
    }

    /** Lets the request of that number fail: what was wrong then; empty if nothing was. */
    Optional<String> run(boolean write, int number) throws Exception {
        Session session = session(FaultRange.parse((write ? "write:#" : "read:#") + number));
        Optional<String> fault = session.guest.fault();
        boolean told = session.guest.said().contains(
                write ? "cannot be written" : "cannot be read");
        if (fault.isEmpty() && !told && number < (write ? session.writesTold : session.readsTold)) {
            fault = Optional.of("nothing is said about the disk");
        }
        if (fault.isEmpty()) {
            fault = judge(session, write);
        }
        return fault.map(text -> (write ? "write " : "read ") + number + " of the "
                + (onRoot ? "root" : "second") + " disk: " + text + "\n" + session.guest.said());
    }

    private Optional<String> judge(Session session, boolean write) throws Exception {
        try (E2fsck disk = new E2fsck(session.disk.contents())) {
            Run before = disk.look();
            if (!write && before.exitCode() != 0) {
                return Optional.of("a failed read has damaged the disk: " + before);
            }
            Run repaired = disk.repair();
            if (repaired.exitCode() != 0) {
                return Optional.of("it cannot be repaired: " + repaired);
            }
            List<Kept> missing = Kept.missing(session.promised, disk.files(), true);
            return missing.isEmpty() ? Optional.empty()
                    : Optional.of("files are lost that were synchronised: " + missing + before);
        }
    }
}
