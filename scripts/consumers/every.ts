import * as core from 'millrace';
import * as asyncContext from 'millrace/async-context';
import * as automaxprocs from 'millrace/automaxprocs';
import * as context from 'millrace/context';
import * as errgroup from 'millrace/errgroup';
import * as maxprocs from 'millrace/maxprocs';
import * as patterns from 'millrace/patterns';
import * as procs from 'millrace/procs';
import * as runtime from 'millrace/runtime';
import * as rxjs from 'millrace/rxjs';
import * as semaphore from 'millrace/semaphore';
import * as singleflight from 'millrace/singleflight';
import * as streams from 'millrace/streams';
import * as sync from 'millrace/sync';
import * as testing from 'millrace/testing';
import * as time from 'millrace/time';
import * as trace from 'millrace/trace';

/** Every entry, by its name. */
export const entries = {
  '.': core,
  './async-context': asyncContext,
  './automaxprocs': automaxprocs,
  './context': context,
  './errgroup': errgroup,
  './maxprocs': maxprocs,
  './patterns': patterns,
  './procs': procs,
  './runtime': runtime,
  './rxjs': rxjs,
  './semaphore': semaphore,
  './singleflight': singleflight,
  './streams': streams,
  './sync': sync,
  './testing': testing,
  './time': time,
  './trace': trace,
};

const numbers = new core.Channel<number>(1);
export const observable = rxjs.toObservable(numbers);
export const readable: ReadableStream<number> = streams.toReadable(numbers);
export const recording: string = trace.toSVG(trace.record().stop());
export const limited: Promise<void> = new errgroup.Group().wait();
