// Apart, since its typings do not pass our compiler's options.
export { Piscina } from 'piscina';
