package cleave.guestos.abi;

/** Events of {@code poll} and {@code epoll}, and what {@code epoll_ctl} does. */
public final class PollEvents {
    public static final int POLLIN = 1;
    public static final int POLLPRI = 2;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 0x10;
    /** The descriptor is not open. */
    public static final int POLLNVAL = 0x20;
    public static final int POLLRDNORM = 0x40;
    public static final int POLLRDBAND = 0x80;
    public static final int POLLWRNORM = 0x100;
    public static final int POLLWRBAND = 0x200;
    public static final int POLLRDHUP = 0x2000;

    public static final int EPOLLEXCLUSIVE = 1 << 28;
    public static final int EPOLLWAKEUP = 1 << 29;
    /** One event, and then silence until the next {@code EPOLL_CTL_MOD}. */
    public static final int EPOLLONESHOT = 1 << 30;
    /** An event when something happens, not as long as something is ready. */
    public static final int EPOLLET = 1 << 31;

    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;

    private PollEvents() {
    }
}
