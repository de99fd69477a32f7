// SPDX-License-Identifier: MPL-2.0

#include "CFloors.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    int socket;
    size_t request;
    size_t answer;
} echo;

static int transfer(int socket, char *bytes, size_t length, int is_writing) {
    size_t done = 0;
    while (done < length) {
        ssize_t count = is_writing ? write(socket, bytes + done, length - done)
                                   : read(socket, bytes + done, length - done);
        if (count <= 0) return -1;
        done += (size_t)count;
    }
    return 0;
}

static void *answer_all(void *argument) {
    echo *peer = argument;
    char bytes[1024] = {0};
    int socket = accept(peer->socket, NULL, NULL);
    int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    while (transfer(socket, bytes, peer->request, 0) == 0
           && transfer(socket, bytes, peer->answer, 1) == 0) {
    }
    close(socket);
    return NULL;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int floor_round_trips(size_t request, size_t answer, int64_t *times, size_t count) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    echo peer = {socket(AF_INET, SOCK_STREAM, 0), request, answer};
    int client = socket(AF_INET, SOCK_STREAM, 0);
    int yes = 1, failed = -1;
    pthread_t thread;
    char bytes[1024] = {0};
    if (peer.socket < 0 || client < 0 || request > sizeof bytes || answer > sizeof bytes) return -1;
    if (bind(peer.socket, (struct sockaddr *)&address, length) == 0
        && getsockname(peer.socket, (struct sockaddr *)&address, &length) == 0
        && listen(peer.socket, 1) == 0
        && pthread_create(&thread, NULL, answer_all, &peer) == 0) {
        failed = connect(client, (struct sockaddr *)&address, length);
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        for (size_t index = 0; index < count && failed == 0; index++) {
            int64_t begin = now();
            failed = transfer(client, bytes, request, 1) || transfer(client, bytes, answer, 0);
            times[index] = now() - begin;
        }
        close(client);
        pthread_join(thread, NULL);
    }
    close(peer.socket);
    return failed;
}
