// A worker pool: three workers share five jobs, and the results keep the order of the jobs.
import { Channel, run, sleep, WaitGroup } from 'millrace';

await run(function* main() {
  const jobs = new Channel<number>(5, { name: 'jobs' });
  const results: string[] = [];
  const workers = new WaitGroup();
  for (let i = 0; i < 3; i++) {
    workers.go(function* worker() {
      for (let job = yield* jobs.recv(); job.ok; job = yield* jobs.recv()) {
        yield* sleep(10 * job.value);
        results[job.value - 1] = `job ${job.value}: ${job.value ** 2}`;
      }
    });
  }
  for (let job = 1; job <= 5; job++) yield* jobs.send(job);
  jobs.close();
  yield* workers.wait();
  for (const line of results) console.log(line);
});
