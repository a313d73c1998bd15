/* Merge sort of a linked list, from runs of one upwards. */
#include <stddef.h>
#include <stdint.h>

enum { NODES = 512 };

struct node {
    struct node *next;
    int key;
};

static struct node pool[NODES];

static struct node *build(uint32_t seed)
{
    struct node *list = NULL;
    uint32_t random = seed;
    for (struct node *node = pool; node < pool + NODES; node++) {
        random = random * 1664525 + 1013904223;
        node->key = random >> 8;
        node->next = list;
        list = node;
    }
    return list;
}

static struct node *sort(struct node *list)
{
    for (int width = 1;; width *= 2) {
        struct node *p = list;
        struct node *tail = NULL;
        int merges = 0;
        list = NULL;
        while (p != NULL) {
            merges++;
            struct node *q = p;
            int left = 0;
            while (left < width && q != NULL) {
                left++;
                q = q->next;
            }
            int right = width;
            while (left > 0 || (right > 0 && q != NULL)) {
                struct node *least;
                if (left == 0 || (right > 0 && q != NULL && q->key < p->key)) {
                    least = q;
                    q = q->next;
                    right--;
                } else {
                    least = p;
                    p = p->next;
                    left--;
                }
                if (tail == NULL) {
                    list = least;
                } else {
                    tail->next = least;
                }
                tail = least;
            }
            p = q;
        }
        tail->next = NULL;
        if (merges <= 1) {
            return list;
        }
    }
}

uint32_t run(int rounds)
{
    uint32_t sum = 0;
    for (int round = 0; round < rounds; round++) {
        int place = 0;
        for (struct node *node = sort(build(round)); node != NULL; node = node->next) {
            place++;
            sum += (uint32_t)node->key * place;
        }
    }
    return sum;
}
