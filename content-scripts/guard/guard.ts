import { type Exceptions, isAny, isSame, NO_EXCEPTIONS } from '../../src/call/exceptions.ts';
import type { BrokenReason, CallState } from '../../src/call/state.ts';
import { judge } from '../../src/call/state.ts';
import type { GuardReport, KeyStopped, Orders } from '../../src/protocol/guard.ts';
import { setMark } from '../../src/protocol/mark.ts';
import { Account } from './account.ts';
import { Attachments } from './attachments.ts';
import { Badges } from './badges.ts';
import { brief, sendMode } from './brief.ts';
import { Card } from './card.ts';
import { onHandOver, onPageStreams, onPlayer, tellHook } from './channel.ts';
import { DrawnStreams } from './drawn-streams.ts';
import { hasFailedHere } from './failures-here.ts';
import { followHook } from './hook-news.ts';
import { KeyWatch } from './key-watch.ts';
import { Looks } from './looks.ts';
import { OwnModeWatch } from './own-mode-watch.ts';
import { PageNotes } from './page-notes.ts';
import { PageOutput } from './page-output.ts';
import { Presence } from './presence.ts';
import { Reports } from './reports.ts';
import { restartWatches } from './sender-figures.ts';
import type { Heard } from './sound-loop-back.ts';
import { SoundLoopBacks } from './sound-loop-backs.ts';
import { StreamNotes } from './stream-notes.ts';
import { noteMoment, noteWorker } from './surroundings.ts';
import { Tally } from './tally.ts';
import type { WorkerHost } from './worker-host.ts';
import { WorkerKeeper } from './worker-keeper.ts';

const TICK_MS = 1_000;
/** How long a note of a stopped key is to be read. */
const NOTE_MS = 20_000;

/** What the guard asks the background. */
interface Asking {
  /** Takes the report to the background and brings its orders. */
  report(report: GuardReport): Promise<Orders | undefined>;
  /** Whether the key was among what was kept from the page. */
  keyStopped(found: KeyStopped): Promise<boolean | undefined>;
}

/** Guards the calls of one document: owns the worker, attaches the transforms, counts, and stops what is not sealed. */
export class Guard {
  readonly #attachments = new Attachments();
  readonly #badges = new Badges();
  readonly #output = new PageOutput(() => this.#loopBacks.follow());
  readonly #loopBacks = new SoundLoopBacks(() => this.#output.look(this.#attachments.receivedSounds()));
  readonly #card = new Card(() => this.#drawCard());
  readonly #drawn = new DrawnStreams();
  readonly #streamNotes = new StreamNotes();
  readonly #tally = new Tally();
  readonly #keeper = new WorkerKeeper({
    started: (host) => this.#useWorker(host),
    failed: (reason) => this.#break(reason),
    settled: () => this.#settle(),
    wishes: {
      keyFrame: (id) => this.#attachments.requestKeyFrame(id),
      voices: (names, host) => this.#loopBacks.want(names, (voice) => host.transform({ voice })),
      tick: () => this.#card.draw(),
    },
  });
  readonly #ownMode = new OwnModeWatch(
    (kind) => this.#attachments.carries(kind),
    (reason) => this.#break(reason),
  );
  readonly #notes = new PageNotes();
  readonly #keyWatch: KeyWatch;
  readonly #presence = new Presence(() => void this.#reportNews());
  readonly #account: Account;
  readonly #looks: Looks;
  readonly #reports: Reports;
  #on: boolean;
  /** It went off in this document. */
  #released = false;
  #known = false;
  #broken: BrokenReason | undefined;
  /** What keeps this document from being protected until it is loaded anew. */
  #fault: BrokenReason | undefined;
  /** Camera or microphone were taken away. Nothing but another document gives them back to the page. */
  #stopped = false;
  #exceptions = NO_EXCEPTIONS;
  #orders: Orders | undefined;
  #ticking = false;

  constructor(marked: boolean, asking: Asking) {
    this.#on = marked;
    this.#keyWatch = new KeyWatch({
      isOn: () => this.#on,
      judge: (found) => asking.keyStopped(found).catch(() => undefined), // the extension is gone: what was stopped stays so
    });
    this.#reports = new Reports(asking.report, () =>
      this.#account.report(this.state(), this.#broken, this.#host !== undefined),
    );
    const { attachments, notes } = { attachments: this.#attachments, notes: this.#streamNotes };
    const counted = { attachments, drawn: this.#drawn, loopBacks: this.#loopBacks, notes, tally: this.#tally };
    this.#looks = new Looks(
      { badges: this.#badges, keeper: this.#keeper, ...counted },
      { gone: (host) => this.#restart(host), broken: (reason) => this.#break(reason) },
    );
    const setAside = followHook(
      {
        connection: () => {
          if (!this.#account.connected) this.#tell({ connected: true });
          this.#wantWorker();
        },
        screen: (screen) => this.#tell({ screen }),
        card: () => this.#card.give(),
        broken: (reason) => this.#break(reason),
        cannot: (reason) => this.#cannot(reason),
      },
      this.#ownMode,
    );
    this.#account = new Account(marked, { presence: this.#presence, setAside, ...counted });
    onPlayer((element) => this.#output.add(element));
    onHandOver((transceiver) => this.#take(transceiver));
    onPageStreams((transceiver, side, port) => this.#attachments.addPageStreams(transceiver, side, port, this.#host));
    setInterval(() => void this.#tick(), TICK_MS);
  }

  /**
   * Has a transceiver sealed from this very task on: attached to a worker that stands, or held until there is one, or
   * until it is known that protection is off. Once it is off, what it sends is only said. A worker that went a moment ago is
   * noticed here, before it counts as one that stands.
   */
  #take(transceiver: RTCRtpTransceiver): void {
    if (!this.#on) {
      if (this.#known) this.#attachments.note(transceiver);
      else this.#attachments.hold(transceiver);
      return;
    }
    if (this.#host && !this.#host.alive()) this.#restart(this.#host);
    noteMoment('transceiver');
    this.#attachments.add(transceiver, this.#host);
    if (this.#broken) this.#stopSending();
    this.#wantWorker();
  }

  /**
   * Reports to the background and does as it says. Errors leave everything as it is: sealed, or silent.
   *
   * @returns whether the background took it: not where the extension is gone, nor from a page that was put aside
   */
  async report(): Promise<boolean> {
    const orders = await this.#reports.make();
    // Where the background could make nothing of the report, nothing changes either.
    if (!orders) return false;
    const before = this.#on;
    this.#obey(orders);
    if (this.#on && !before) await this.#host?.count(); // by its answer it has heard that it is to seal
    await this.#reportNews();
    return true;
  }

  /** Says at once what a claim about the tab depends on, when it changed. */
  async #reportNews(): Promise<void> {
    if (this.#known && this.#reports.hasNews()) await this.report();
  }

  get #host(): WorkerHost | undefined {
    return this.#keeper.host;
  }

  state(): CallState {
    const { done: counted, counts } = this.#tally;
    // What the background holds for it; and once the worker has sealed, that it has a key still.
    const keys = (this.#orders?.hasKey ?? false) && (counted === 0 || counts.newestSlot !== null);
    const standing = this.#host !== undefined || !this.#needsWorker();
    return judge({ on: this.#on, keys, broken: this.#broken, mixed: isAny(this.#exceptions), counted, standing });
  }

  /** The hook has taken its channel. */
  readonly hookFound = (): void => this.#presence.hookFound();

  /** Some tab is protected, perhaps this one: negotiation waits for the first orders. */
  readonly hold = (): void => {
    if (this.#known || this.#on) return;
    tellHook('hold');
    this.#account.held = true;
    void this.report(); // the one before did not say so
  };

  /** A key was kept from the page, in this document or in a frame, which may be too small for a note. */
  sayKeyStopped(): void {
    this.#notes.show('key-stopped', NOTE_MS);
  }

  /** The page was put aside or made in advance, and is shown now. Protection may have come on in this tab meanwhile. */
  comeBack(): void {
    this.#known = false;
    if (this.#on) void this.report();
    else this.hold();
  }

  /** The page itself has one before its first connection: what cannot be had is not claimed, and said before the call. */
  #needsWorker(): boolean {
    return window === top || this.#account.connected || this.#attachments.size > 0;
  }

  /** Test build: ends the worker as a crash would. */
  terminateWorker(): void {
    if (__TEST_BUILD__) this.#host?.terminate();
  }

  /** Test build: has a voice heard that says these packets. */
  speak(packets: readonly string[]): void {
    if (__TEST_BUILD__) this.#host?.send({ kind: 'test-voice', packets });
  }

  /** Test build: has the page see the loop-backs. */
  showVoices(): void {
    if (__TEST_BUILD__) this.#loopBacks.show();
  }

  /** Test build: what the loop-backs have played. */
  async heard(): Promise<Heard[]> {
    return __TEST_BUILD__ && this.#host ? this.#loopBacks.heard(this.#host.realm) : [];
  }

  /** A card is drawn while protection is on. */
  #drawCard(host = this.#host): void {
    if (this.#card.isDrawn) host?.send({ kind: 'ticks', wanted: this.#on });
  }

  /** What the extension's own pages have to know at once, whether protection is on or off. */
  #tell(news: { readonly connected?: boolean; readonly screen?: boolean }): void {
    Object.assign(this.#account, news);
    void this.report();
  }

  #obey(orders: Orders): void {
    this.#known = true;
    noteMoment('orders');
    if (orders.on) noteMoment('protection');
    this.#account.held = false;
    this.#orders = orders;
    if (orders.on !== this.#on) this.#switch(orders.on);
    if (!orders.on) this.#attachments.letGo();
    if (!isSame(orders.exceptions, this.#exceptions)) this.#except(orders.exceptions);
    setMark(orders.on, orders.protection, orders.card);
    tellHook(orders.card ? 'card' : 'no-card');
    this.#presence.follow(orders);
    this.#keyWatch.follow(orders.words);
    if (orders.on && this.#needsWorker()) this.#wantWorker();
    if (this.#host) brief(this.#host, orders);
    this.#drawCard();
    this.#settle();
  }

  #switch(on: boolean): void {
    this.#on = on;
    this.#released = !on;
    if (!this.#stopped) this.#broken = undefined;
    this.#keeper.forgetRestarts();
    this.#ownMode.restart();
    restartWatches(this.#attachments);
    this.#tally.restart();
    if (on) {
      tellHook('on');
      if (this.#broken) tellHook('broken');
    } else {
      this.#badges.remove();
    }
    this.#setMode();
    this.#sayExposed();
    if (this.#fault) this.#break(this.#fault);
  }

  /** Whoever switches off in mid-call is shown that what is sent is in clear, as long as it is. */
  #sayExposed(): void {
    this.#account.exposed = this.#released && this.#attachments.sends();
    if (this.#account.exposed) this.#notes.show('exposed');
    else this.#notes.hide('exposed');
  }

  #cannot(reason: BrokenReason): void {
    this.#fault = reason;
    this.#break(reason);
  }

  #except(exceptions: Exceptions): void {
    this.#exceptions = exceptions;
    // What goes out in clear by the user's choice is no leak, and what goes out after it is compared anew.
    restartWatches(this.#attachments);
    this.#setMode();
  }

  #setMode(): void {
    if (this.#host) sendMode(this.#host, { on: this.#on, broken: this.#broken, exceptions: this.#exceptions });
  }

  /** Lets negotiation go on once the state is known and, when it needs one, the worker stands. */
  #settle(): void {
    if (!this.#known) return;
    if (!this.#on) tellHook('off');
    else if (this.#broken || this.#keeper.isStarting) return;
    else if (this.#presence.late)
      tellHook('broken'); // connections that it never saw go on
    else if (this.#host?.alive()) tellHook('ready');
    else if (this.#host) this.#restart(this.#host);
  }

  #wantWorker(): void {
    if (this.#on && !this.#broken && !this.#presence.late) this.#keeper.want();
  }

  /** A worker stands. Media flows through it before it counts as one that is ready. */
  async #useWorker(host: WorkerHost): Promise<void> {
    noteWorker(host.way);
    this.#setMode();
    if (this.#orders) brief(host, this.#orders);
    const { highest, participants } = this.#tally.counts;
    host.send({ kind: 'restore', highest, participants });
    this.#tally.forget();
    this.#drawCard(host);
    this.#attachments.attachAll(host);
    // What the page does to its senders comes after it.
    await this.#attachments.giveBack();
    void this.report();
  }

  async #tick(): Promise<void> {
    if (!this.#known) void this.report(); // until it is answered
    if (this.#released) {
      this.#looks.forgetEnded(this.#host);
      this.#sayExposed();
      await this.#reportNews();
    }
    if (this.#ticking || !this.#on) return;
    this.#ticking = true;
    try {
      await this.#check();
    } catch {
      // What cannot be checked is not claimed. The helper may have gone in the middle of the check.
      const host = this.#host;
      if (host?.alive()) this.#break('worker-lost');
      else if (host) this.#restart(host);
    } finally {
      this.#ticking = false;
    }
    if (this.#reports.isDue()) await this.report();
    else await this.#reportNews();
  }

  async #check(): Promise<void> {
    if (this.#broken) {
      this.#stopSending();
      return;
    }
    if (hasFailedHere()) {
      this.#break('failed-before');
      return;
    }
    const host = this.#host;
    if (!host) {
      if (this.#keeper.isStarting) tellHook('on'); // wait on, it says: without a word from here the gate closes
      return;
    }
    await this.#looks.at(host, this.#orders, () => this.#exceptions);
  }

  #restart(host: WorkerHost): void {
    if (this.#host !== host) return;
    this.#loopBacks.end();
    const again = this.#keeper.drop() && !this.#attachments.hasPageStreams();
    this.#tally.forget();
    tellHook('on'); // negotiation waits again
    if (again) this.#wantWorker();
    else this.#break('worker-lost');
  }

  #break(reason: BrokenReason): void {
    if (this.#broken || !this.#on) return;
    this.#broken = reason;
    tellHook('broken');
    this.#setMode();
    this.#stopSending();
    void this.report();
  }

  #stopSending(): void {
    if (this.#attachments.stopSending()) this.#stopped = true;
  }
}
