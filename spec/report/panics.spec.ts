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

    it(`is raised before anybody is told that main has ended: ${form} form [GO-07]`, async () => {
      const silent = await outcomeOf('panics', 'as main ends', form);
      expect(silent.status).to.equal(1);
      expect(silent.stdout).to.equal('');
      expect(silent.stderr).to.include('PanicError: panic: the cause');
      const heard = await outcomeOf('panics', 'as main ends', form, 'listen');
      expect(heard.stdout.trimEnd().split('\n')).to.deep.equal([raised, 'run resolved']);
    });

    it(`is raised before the failure of main that came after it: ${form} form [GO-07]`, async () => {
      const silent = await outcomeOf('panics', 'main fails too', form);
      expect(silent.stderr).to.include('PanicError: panic: the cause');
      expect(silent.stderr).not.to.include('main fails');
      const heard = await outcomeOf('panics', 'main fails too', form, 'listen');
      const [first, second, ...more] = heard.stdout.trimEnd().split('\n');
      expect([first, more]).to.deep.equal([raised, []]);
      expect(second).to.include('main fails');
    });

    it(`is raised when whoever would have joined was dropped with main: ${form} form`, async () => {
      const { stdout } = await outcomeOf('panics', 'joiner dropped', form, 'listen');
      expect(stdout.trimEnd().split('\n')).to.deep.equal(['main ended', raised]);
    });

    it(`is raised of each of two that fail at once: ${form} form [PN-01]`, async () => {
      const { stdout } = await outcomeOf('panics', 'two at once', form, 'listen');
      expect(stdout.trimEnd().split('\n')).to.deep.equal([
        'main ended',
        raised,
        raised,
        'run resolved',
      ]);
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
