import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { latencyMs, postsPerUser, userCount } from './store.ts';
import type { Connection, Post, Store, User } from './store.ts';

/**
 * The same store in PostgreSQL. The tables live in a schema of this run alone, which goes when
 * the store is closed; temporary tables would be seen by one connection only. `pg_sleep` brings the
 * latency of a busier database.
 */
export async function openPostgres(connectionString: string): Promise<Store> {
  const schema = `millrace_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  await admin.query(`
    create schema ${schema};
    create unlogged table ${schema}.users (id integer primary key, name text not null);
    create unlogged table ${schema}.posts (
      id integer primary key, user_id integer not null, title text not null);
    create index on ${schema}.posts (user_id);
    insert into ${schema}.users select i, 'user ' || i from generate_series(1, ${userCount}) i;
    insert into ${schema}.posts
      select (u - 1) * ${postsPerUser} + p, u, 'post ' || p || ' of user ' || u
      from generate_series(1, ${userCount}) u, generate_series(1, ${postsPerUser}) p;
    analyze ${schema}.users;
    analyze ${schema}.posts;
  `);
  const { rows } = await admin.query<{ server_version: string }>('show server_version');
  return {
    name: `PostgreSQL ${rows[0]?.server_version ?? ''}`,
    async connect() {
      const client = new pg.Client({ connectionString, options: `-c search_path=${schema}` });
      await client.connect();
      return new PostgresConnection(client);
    },
    async close() {
      await admin.query(`drop schema ${schema} cascade`);
      await admin.end();
    },
  };
}

class PostgresConnection implements Connection {
  readonly #client: pg.Client;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async user(id: number): Promise<User> {
    const { rows } = await this.#client.query<User>({
      name: 'user', // named statements are prepared once a connection
      text: 'select id, name from users, pg_sleep($2) where id = $1',
      values: [id, latencyMs('user', id) / 1000],
    });
    const user = rows[0];
    if (user === undefined) throw new Error(`no user ${id}`);
    return user;
  }

  async posts(userId: number): Promise<Post[]> {
    const { rows } = await this.#client.query<Post>({
      name: 'posts',
      text: `select id, user_id as "userId", title from posts, pg_sleep($2)
             where user_id = $1 order by id`,
      values: [userId, latencyMs('posts', userId) / 1000],
    });
    return rows;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
