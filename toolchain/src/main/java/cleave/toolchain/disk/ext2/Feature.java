package cleave.toolchain.disk.ext2;

import static cleave.toolchain.disk.ext2.Feature.Use.NOTHING;
import static cleave.toolchain.disk.ext2.Feature.Use.READ;
import static cleave.toolchain.disk.ext2.Feature.Use.WRITE;

import java.util.ArrayList;
import java.util.List;

/**
 * What a file system can have beyond the first ext2, by the names of e2fsprogs, and what can be
 * done here with a file system that has it. Compatible features forbid nothing and are not listed.
 */
public enum Feature {
    COMPRESSION("compression", true, 0x1, NOTHING),
    FILETYPE("filetype", true, 0x2, WRITE),
    RECOVER("needs_recovery", true, 0x4, READ),
    JOURNAL_DEVICE("journal_dev", true, 0x8, NOTHING),
    META_BG("meta_bg", true, 0x10, NOTHING),
    EXTENTS("extents", true, 0x40, READ),
    BITS_64("64bit", true, 0x80, READ),
    MMP("mmp", true, 0x100, NOTHING),
    FLEX_BG("flex_bg", true, 0x200, READ),
    EA_INODE("ea_inode", true, 0x400, NOTHING),
    DIRDATA("dirdata", true, 0x1000, NOTHING),
    CSUM_SEED("metadata_csum_seed", true, 0x2000, READ),
    LARGE_DIR("large_dir", true, 0x4000, READ),
    INLINE_DATA("inline_data", true, 0x8000, NOTHING),
    ENCRYPT("encrypt", true, 0x1_0000, NOTHING),
    CASEFOLD("casefold", true, 0x2_0000, NOTHING),

    SPARSE_SUPER("sparse_super", false, 0x1, WRITE),
    LARGE_FILE("large_file", false, 0x2, WRITE),
    BTREE_DIR("btree_dir", false, 0x4, READ),
    HUGE_FILE("huge_file", false, 0x8, READ),
    GDT_CSUM("uninit_bg", false, 0x10, READ),
    DIR_NLINK("dir_nlink", false, 0x20, READ),
    EXTRA_ISIZE("extra_isize", false, 0x40, READ),
    QUOTA("quota", false, 0x100, READ),
    BIGALLOC("bigalloc", false, 0x200, READ),
    METADATA_CSUM("metadata_csum", false, 0x400, READ),
    READONLY("read-only", false, 0x1000, READ),
    PROJECT("project", false, 0x2000, READ),
    SHARED_BLOCKS("shared_blocks", false, 0x4000, READ),
    VERITY("verity", false, 0x8000, READ),
    ORPHAN_PRESENT("orphan_present", false, 0x1_0000, READ);

    /** What can be done with a file system that has a feature. */
    public enum Use { NOTHING, READ, WRITE }

    private final String word;
    private final boolean incompatible;
    private final int bit;
    private final Use use;

    Feature(String word, boolean incompatible, int bit, Use use) {
        this.word = word;
        this.incompatible = incompatible;
        this.bit = bit;
        this.use = use;
    }

    /** Its bit in the superblock's word. */
    public int bit() {
        return bit;
    }

    boolean isIn(Superblock superblock) {
        return (superblock.features(incompatible) & bit) != 0;
    }

    /** The names of the features of a file system that forbid this use. */
    static List<String> obstacles(Superblock superblock, Use wanted) {
        List<String> names = new ArrayList<>();
        for (boolean set : new boolean[] {true, false}) {
            int unknown = superblock.features(set);
            for (Feature feature : values()) {
                if (feature.incompatible == set) {
                    unknown &= ~feature.bit;
                    if (feature.isIn(superblock) && feature.use.compareTo(wanted) < 0) {
                        names.add(feature.word);
                    }
                }
            }
            if (unknown != 0 && (set || wanted == WRITE)) {
                names.add(String.format("%s 0x%x", set ? "incompatible" : "read-only compatible",
                        unknown));
            }
        }
        return names;
    }
}
