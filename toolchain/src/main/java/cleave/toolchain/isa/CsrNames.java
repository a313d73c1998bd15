package cleave.toolchain.isa;

import java.util.HashMap;
import java.util.Map;

/**
 * Names for all CSR numbers that the manuals name, also for those this machine does not have
 * (floating point, vectors, hypervisor, debug mode, more PMP entries, AIA): a disassembler meets
 * them in code written for other machines. Volume II, "CSR Listing", and the manuals of Smaia,
 * Smstateen, Sdtrig and Sdext.
 */
public final class CsrNames {
    /** Registers other machines have: number in hexadecimal, then consecutive names. */
    private static final String[] ELSEWHERE = {
        "001 fflags frm fcsr",
        "008 vstart vxsat vxrm",
        "00f vcsr",
        "015 seed",
        "10c sstateen0 sstateen1 sstateen2 sstateen3",
        "114 sieh",
        "150 siselect sireg",
        "154 siph",
        "15c stopei",
        "200 vsstatus",
        "204 vsie vstvec",
        "214 vsieh",
        "240 vsscratch vsepc vscause vstval vsip",
        "24d vstimecmp",
        "250 vsiselect vsireg",
        "254 vsiph",
        "25c vstopei vstimecmph",
        "280 vsatp",
        "308 mvien mvip",
        "30c mstateen0 mstateen1 mstateen2 mstateen3",
        "313 midelegh mieh",
        "318 mvienh mviph",
        "31c mstateen0h mstateen1h mstateen2h mstateen3h",
        "34a mtinst mtval2",
        "350 miselect mireg",
        "354 miph",
        "35c mtopei",
        "5a8 scontext",
        "600 hstatus",
        "602 hedeleg hideleg hie htimedelta hcounteren hgeie hvien hvictl henvcfg",
        "60c hstateen0 hstateen1 hstateen2 hstateen3",
        "613 hidelegh",
        "615 htimedeltah",
        "618 hvienh",
        "61a henvcfgh",
        "61c hstateen0h hstateen1h hstateen2h hstateen3h",
        "643 htval hip hvip hviprio1 hviprio2",
        "64a htinst",
        "655 hviph hviprio1h hviprio2h",
        "680 hgatp",
        "6a8 hcontext",
        "747 mseccfg",
        "757 mseccfgh",
        "7a4 tinfo tcontrol",
        "7a8 mcontext",
        "7aa mscontext",
        "7b0 dcsr dpc dscratch0 dscratch1",
        "c20 vl vtype vlenb",
        "da0 scountovf",
        "db0 stopi",
        "e12 hgeip",
        "eb0 vstopi",
        "fb0 mtopi",
    };

    private static final Map<Integer, String> FOREIGN = foreign();

    private CsrNames() {
    }

    /** The manuals' name for a CSR number, or the number in hexadecimal. */
    public static String of(int number) {
        Csr csr = Csr.of(number);
        if (csr != null) {
            return csr.assemblyName();
        }
        String name = FOREIGN.get(number);
        return name != null ? name : "0x" + Integer.toHexString(number);
    }

    private static Map<Integer, String> foreign() {
        Map<Integer, String> names = new HashMap<>();
        for (String line : ELSEWHERE) {
            String[] words = line.split(" ");
            int first = Integer.parseInt(words[0], 16);
            for (int i = 1; i < words.length; i++) {
                names.put(first + i - 1, words[i]);
            }
        }
        for (int n = 4; n < 16; n++) {
            names.put(0x3a0 + n, "pmpcfg" + n);
        }
        for (int n = 16; n < 64; n++) {
            names.put(0x3b0 + n, "pmpaddr" + n);
        }
        for (int n = 3; n < 32; n++) {
            names.put(0x720 + n, "mhpmevent" + n + "h");
        }
        return names;
    }
}
