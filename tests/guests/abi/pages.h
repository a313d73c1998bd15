/* What /proc says of the pages of a process: for programs that begin as root. */
#ifndef CLEAVE_PAGES_H
#define CLEAVE_PAGES_H

#include "abi.h"

struct page {
    u32 frame;
    int present, of_file, exclusive;
};

/* /proc/PID/NAME */
LOCAL int open_proc(int pid, const char *name)
{
    struct line line;
    line.used = 0;
    put(&line, "/proc/");
    put_number(&line, pid, 10);
    put(&line, "/");
    put(&line, name);
    line.text[line.used] = 0;
    return open(line.text, O_RDONLY, 0);
}

LOCAL struct page page_of(int pid, const volatile void *address)
{
    u32 entry[2] = {0, 0};
    struct page page = {0, 0, 0, 0};
    int fd = open_proc(pid, "pagemap");
    u32 offset = (u32)address / PAGE * 8;
    if (call(pread64, fd, entry, 8, offset, 0) == 8) {
        page.frame = entry[0];
        page.present = entry[1] >> 31;
        page.of_file = entry[1] >> 29 & 1;
        page.exclusive = entry[1] >> 24 & 1;
    }
    call(close, fd);
    return page;
}

/* The number behind a name, in the lines of /proc/PID/smaps for an address; -1 if there is none. */
LOCAL int smaps_of(int pid, const volatile void *address, const char *name)
{
    static char text[65536];
    int fd = open_proc(pid, "smaps");
    int bytes = 0;
    int part;
    while ((part = call(read, fd, text + bytes, sizeof text - 1 - bytes)) > 0) {
        bytes += part;
    }
    call(close, fd);
    text[bytes < 0 ? 0 : bytes] = 0;
    int here = 0;
    for (char *line = text; *line != 0;) {
        u32 bounds[2] = {0, 0};
        char *p = line;
        u32 digits = 0;
        for (u32 i = 0; i < 2; i++, p++) {
            for (digits = 0; (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'f'); p++) {
                bounds[i] = bounds[i] << 4 | (*p <= '9' ? *p - '0' : *p - 'a' + 10);
                digits++;
            }
            if (digits != 8) {
                break;
            }
        }
        if (digits == 8) {
            here = (u32)address >= bounds[0] && (u32)address < bounds[1];
        } else if (here && same(line, name, length(name)) && line[length(name)] == ':') {
            int value = 0;
            for (p = line + length(name) + 1; *p == ' '; p++) {
            }
            for (; *p >= '0' && *p <= '9'; p++) {
                value = value * 10 + *p - '0';
            }
            return value;
        }
        while (*line != 0 && *line++ != '\n') {
        }
    }
    return -1;
}

#endif
