package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.file.pipe.LocalSocket;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/**
 * Sockets as far as there are any: pairs of connected stream sockets of this machine. There is no
 * network, and no socket has an address.
 */
final class SocketCalls {
    private static final int UNIX = 1;
    private static final int STREAM = 1;
    private static final int TYPE_MASK = 15;
    private static final int FLAGS = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;

    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ERROR = 4;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PROTOCOL = 38;
    private static final int SO_DOMAIN = 39;

    private static final int MESSAGE_WORDS = 7;
    private static final int[] MESSAGE = new int[MESSAGE_WORDS];
    private static final int[] VALUE = new int[3];

    private SocketCalls() {
    }

    @EntryPoint("sys_socket")
    static int create(int domain, int type, int protocol) {
        return -Errno.EAFNOSUPPORT;
    }

    /** Writes the descriptors of both sockets. */
    @EntryPoint("sys_socketpair")
    static int pair(int domain, int type, int protocol, int to) {
        if ((type & ~(TYPE_MASK | FLAGS)) != 0) {
            return -Errno.EINVAL;
        }
        if (domain != UNIX) {
            return -Errno.EAFNOSUPPORT;
        }
        if (protocol != 0 && protocol != UNIX) {
            return -Errno.EPROTONOSUPPORT;
        }
        if ((type & TYPE_MASK) != STREAM) {
            return -Errno.ESOCKTNOSUPPORT;
        }
        int flags = type & OpenFlags.O_NONBLOCK;
        int pid = Process.current().pid;
        OpenFile first = LocalSocket.pair(flags, pid);
        if (first == null) {
            return -Errno.ENOMEM;
        }
        OpenFile second = LocalSocket.other(first, flags, pid);
        int result = second == null ? -Errno.ENOMEM
                : DescriptorPair.describe(to, first, second, (type & OpenFlags.O_CLOEXEC) != 0);
        if (result < 0) {
            first.release();
            if (second != null) {
                second.release();
            }
        }
        return result;
    }

    /** 0, or why a descriptor is no socket. */
    private static int check(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null ? -Errno.EBADF : LocalSocket.of(file) == null ? -Errno.ENOTSOCK : 0;
    }

    private static int send(int descriptor, Transfer from, int flags) {
        OpenFile file = Process.current().files.get(descriptor).retain();
        int wishes = file.isNonBlocking() ? flags | LocalSocket.MSG_DONTWAIT : flags;
        int result = LocalSocket.of(file).send(from, wishes);
        from.end();
        file.release();
        return result;
    }

    private static int receive(int descriptor, Transfer to, int flags) {
        OpenFile file = Process.current().files.get(descriptor).retain();
        int wishes = file.isNonBlocking() ? flags | LocalSocket.MSG_DONTWAIT : flags;
        int result = LocalSocket.of(file).receive(to, wishes);
        to.end();
        file.release();
        return result;
    }

    private static Transfer user(int buffer, int bytes) {
        return UserMemory.isUser(buffer, bytes) ? Transfer.user(buffer, bytes)
                : Struct.at(Errors.address(Errno.EFAULT), Transfer.class);
    }

    @EntryPoint("sys_sendto")
    static int send(int descriptor, int buffer, int bytes, int flags, int address,
            int addressBytes) {
        int result = check(descriptor);
        if (result < 0) {
            return result;
        }
        if (address != 0 && addressBytes != 0) {
            return -Errno.EISCONN;
        }
        Transfer from = user(buffer, bytes);
        return Errors.are(from) ? Errors.of(from) : send(descriptor, from, flags);
    }

    @EntryPoint("sys_recvfrom")
    static int receive(int descriptor, int buffer, int bytes, int flags, int address,
            int addressBytes) {
        int result = check(descriptor);
        if (result < 0) {
            return result;
        }
        Transfer to = user(buffer, bytes);
        result = Errors.are(to) ? Errors.of(to) : receive(descriptor, to, flags);
        if (result >= 0 && address != 0) {
            int told = UserMemory.writeInt(addressBytes, 0);
            return told < 0 ? told : result;
        }
        return result;
    }

    /** Reads a {@code struct msghdr} to {@link #MESSAGE}: 0 or {@code -EFAULT}. */
    private static int readMessage(int message) {
        int bytes = MESSAGE_WORDS * Integer.BYTES;
        int result = UserMemory.copyIn(Address.of(MESSAGE), message, bytes);
        return result < 0 ? result : UserMemory.copyIn(Address.of(MESSAGE), message, bytes);
    }

    @EntryPoint("sys_sendmsg")
    static int sendMessage(int descriptor, int message, int flags) {
        int result = check(descriptor);
        if (result == 0) {
            result = readMessage(message);
        }
        if (result < 0) {
            return result;
        }
        if (MESSAGE[0] != 0 && MESSAGE[1] != 0) {
            return -Errno.EISCONN;
        }
        // Descriptors and credentials cannot be sent along.
        if (MESSAGE[5] != 0) {
            return -Errno.EOPNOTSUPP;
        }
        Transfer from = Transfer.vectors(MESSAGE[2], MESSAGE[3]);
        return Errors.are(from) ? Errors.of(from) : send(descriptor, from, flags);
    }

    @EntryPoint("sys_recvmsg")
    static int receiveMessage(int descriptor, int message, int flags) {
        int result = check(descriptor);
        if (result == 0) {
            result = readMessage(message);
        }
        if (result < 0) {
            return result;
        }
        Transfer to = Transfer.vectors(MESSAGE[2], MESSAGE[3]);
        result = Errors.are(to) ? Errors.of(to) : receive(descriptor, to, flags);
        if (result < 0) {
            return result;
        }
        // There is no name, nothing beside the bytes, and nothing to remark.
        int told = UserMemory.writeInt(message + 4, 0);
        told |= UserMemory.writeInt(message + 20, 0);
        told |= UserMemory.writeInt(message + 24, 0);
        return told < 0 ? -Errno.EFAULT : result;
    }

    @EntryPoint("sys_shutdown")
    static int shutdown(int descriptor, int how) {
        int result = check(descriptor);
        if (result < 0) {
            return result;
        }
        if (Integer.compareUnsigned(how, 2) > 0) {
            return -Errno.EINVAL;
        }
        LocalSocket.of(Process.current().files.get(descriptor)).end(how != 1, how != 0);
        return 0;
    }

    /** Writes as much as there is room for, and how much that is. */
    private static int tell(int to, int sizeAt, int bytes) {
        int result = UserMemory.readInt(sizeAt);
        int room = UserMemory.word();
        if (result < 0 || room < 0) {
            return result < 0 ? result : -Errno.EINVAL;
        }
        result = UserMemory.copyOut(to, Address.of(VALUE), Math.min(room, bytes));
        return result < 0 ? result : UserMemory.writeInt(sizeAt, bytes);
    }

    private static int name(int descriptor, int to, int sizeAt) {
        int result = check(descriptor);
        if (result < 0) {
            return result;
        }
        VALUE[0] = UNIX;
        return tell(to, sizeAt, Short.BYTES);
    }

    @EntryPoint("sys_getsockname")
    static int ownName(int descriptor, int to, int sizeAt) {
        return name(descriptor, to, sizeAt);
    }

    @EntryPoint("sys_getpeername")
    static int peerName(int descriptor, int to, int sizeAt) {
        return name(descriptor, to, sizeAt);
    }

    @EntryPoint("sys_getsockopt")
    static int option(int descriptor, int level, int option, int to, int sizeAt) {
        int result = check(descriptor);
        if (result < 0) {
            return result;
        }
        if (level != SOL_SOCKET) {
            return -Errno.EOPNOTSUPP;
        }
        int bytes = Integer.BYTES;
        // What the other one is told lies in memory that no sleep may come between.
        result = UserMemory.readInt(sizeAt);
        int first;
        switch (option) {
            case SO_TYPE, SO_DOMAIN -> first = STREAM;
            case SO_ERROR, SO_PROTOCOL -> first = 0;
            case SO_PEERCRED -> {
                first = LocalSocket.of(Process.current().files.get(descriptor)).pid;
                bytes = 3 * Integer.BYTES;
            }
            default -> {
                return -Errno.ENOPROTOOPT;
            }
        }
        if (result < 0) {
            return result;
        }
        VALUE[0] = first;
        VALUE[1] = Process.current().credentials.euid;
        VALUE[2] = Process.current().credentials.egid;
        return tell(to, sizeAt, bytes);
    }
}
