import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { postsPerUser } from './store.ts';
import type { Post, User } from './store.ts';

/** The HTTP plumbing that both programs share, so that a comparison compares nothing but them. */

export interface Profile {
  user: User;
  posts: Post[];
}

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export interface Site {
  port: number;
  close(): void;
}

export async function listen(handler: Handler): Promise<Site> {
  const server = http.createServer({ keepAliveTimeout: 60_000 }, handler);
  const backlog = 4096; // a thousand sockets connect in the same turn
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', backlog, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The user's number in `/users/7`. */
export function userIdOf(request: http.IncomingMessage): number {
  return Number(request.url?.slice('/users/'.length));
}

export function answer(response: http.ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

export function createAgent(sockets: number): http.Agent {
  return new http.Agent({ keepAlive: true, maxSockets: sockets, scheduling: 'fifo' });
}

/** Asks for one profile and checks that it is the one asked for. */
export function getProfile(agent: http.Agent, port: number, userId: number): Promise<Profile> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port, path: `/users/${userId}`, agent };
    const request = http.get(target, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('error', reject);
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => {
        try {
          resolve(checked(response.statusCode, body, userId));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    request.on('error', reject);
  });
}

function checked(status: number | undefined, body: string, userId: number): Profile {
  if (status !== 200) throw new Error(`user ${userId}: status ${status}, ${body}`);
  const profile = JSON.parse(body) as Profile;
  const mine = profile.posts.filter((post) => post.userId === userId);
  if (profile.user.id !== userId || mine.length !== postsPerUser) {
    throw new Error(`user ${userId}: got someone else's profile, ${body}`);
  }
  return profile;
}
