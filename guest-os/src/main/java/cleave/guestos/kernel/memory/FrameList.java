package cleave.guestos.kernel.memory;

import cleave.magic.Struct;

/** A list of frames, last in, first out; a frame is in one at most. */
final class FrameList extends Struct {
    Frame first;
}
