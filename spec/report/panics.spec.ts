import { expect } from 'chai';
import { outcomeOf } from './child.ts';

const raised = 'uncaughtException | PanicError | PANIC | the cause';

describe('an error that nobody joins', function () {
  this.timeout(30_000);

  for (const form of ['generator', 'async']) {
    it(`is an uncaught exception with its cause: ${form} form [PN-01]`, async () => {
      const { stdout, status } = await outcomeOf('panics', 'unjoined', form, 'listen');
      expect(stdout.trimEnd()).to.equal(raised);
      expect(status).to.equal(0);
    });

    it(`ends a process that does not listen: ${form} form [PN-01]`, async () => {
      const { stderr, status } = await outcomeOf('panics', 'unjoined', form);
      expect(status).to.equal(1);
      expect(stderr).to.include('PanicError: panic: the cause');
      expect(stderr).to.include('[cause]: Error: the cause');
    });

    it(`is raised under run as well, whether or not main has ended: ${form} form [GO-07]`, async () => {
      const { stdout } = await outcomeOf('panics', 'under run', form, 'listen');
      expect(stdout.trimEnd().split('\n')).to.deep.equal([raised, 'main went on']);
    });

    it(`is none when somebody joins: ${form} form [PN-01]`, async () => {
      const { stdout, stderr } = await outcomeOf('panics', 'joined', form, 'listen');
      expect(stdout.trimEnd()).to.equal('joined | the cause');
      expect(stderr).to.equal('');
    });
  }

  it('of an operation that nobody looks at is an unhandled rejection', async () => {
    const { stdout } = await outcomeOf('panics', 'operation', 'generator', 'listen');
    expect(stdout.trimEnd()).to.equal('unhandledRejection | send on closed channel');
  });
});
