import type { Exceptions } from '../call/exceptions.ts';
import type { Settings } from '../settings.ts';
import type { KeyAnswer, MemoryAnswer, PassphraseAnswer, ShareAnswer, WordsAnswer } from './answers.ts';
import type { Calls, TabView } from './tab-view.ts';

/** What popup and pages ask the background. It is only taken from the extension's own pages. */
export interface PopupProtocol {
  'popup:view': { request: { tabId: number }; response: TabView };
  'popup:protect': { request: { tabId: number; on: boolean }; response: TabView };
  /** @param own text of the user's own that was measured, and that he confirmed; drawn words are taken without it */
  'popup:passphrase': { request: { tabId: number; passphrase: string; own: boolean }; response: PassphraseAnswer };
  /** Makes a random key for the meeting; in a call that has one, "new key". */
  'popup:new-key': { request: { tabId: number }; response: KeyAnswer };
  /** An invite of this moment; each is good for 24 hours. */
  'popup:invite': { request: { tabId: number }; response: ShareAnswer };
  /** Takes an invite or a sealed invite, as text or as a QR code's content. */
  'popup:accept': { request: { tabId: number; text: string }; response: KeyAnswer };
  /** What calls of this browser could show of its own pages. */
  'popup:calls': { request: { tabId: number }; response: Calls };
  /** Asks for an invite through the call's chat: the request that is open, or a new one. It is in the view then. */
  'popup:request': { request: { tabId: number }; response: KeyAnswer };
  /** What the host compares before he answers a request. */
  'popup:read-request': { request: { tabId: number; text: string }; response: WordsAnswer };
  /** Answers a request. `words` are those the host has compared: any other request is refused. */
  'popup:answer-request': { request: { tabId: number; text: string; words: string }; response: ShareAnswer };
  /** The user says that the key which was kept from the page was not sent before either. */
  'popup:key-not-sent': { request: { tabId: number }; response: TabView };
  /** The user has compared the safety code, or takes that back. Kept until the secret changes. */
  'popup:compared': { request: { tabId: number; code: string; compared: boolean }; response: TabView };
  /** Sets the passphrase of the memory. Whatever an earlier memory holds is lost. */
  'popup:memory-create': {
    request: { tabId: number; passphrase: string; measured: boolean };
    response: MemoryAnswer;
  };
  'popup:memory-unlock': { request: { tabId: number; passphrase: string }; response: MemoryAnswer };
  'popup:memory-lock': { request: { tabId: number }; response: TabView };
  /** Remembers the tab's key for its meeting, or forgets what is remembered for it. */
  'popup:remember': { request: { tabId: number; remember: boolean }; response: MemoryAnswer };
  /** Gives the tab the remembered key of the meeting it shows. */
  'popup:use-remembered': { request: { tabId: number }; response: MemoryAnswer };
  /** The user has answered whether the key of the meeting is to be kept for the next time. */
  'popup:keep-asked': { request: { tabId: number }; response: TabView };
  /** All keys of all tabs, all that was typed, the memory, and which meetings were protected. */
  'popup:forget-everything': { request: { tabId: number }; response: TabView };
  /** Lets something through unsealed in this call, or no longer. */
  'popup:exceptions': { request: { tabId: number; exceptions: Exceptions }; response: TabView };
  /** Has the page get a card where it asks for a camera in this call, or no longer. */
  'popup:card': { request: { tabId: number; card: boolean }; response: TabView };
  /** Forgets the key of the tab, and its request. */
  'popup:forget': { request: { tabId: number }; response: TabView };
  /** The popup has the browser ask for a site's permission, which may close it. */
  'popup:asks-site': { request: { tabId: number; pattern: string }; response: boolean };
  /** The user gave or took a site's permission. Answered once the content scripts are registered accordingly. */
  'popup:site-changed': { request: { tabId: number }; response: TabView };
  /** What is chosen for all calls; with a change, after it. */
  'popup:settings': { request: { tabId: number; change: Partial<Settings> | null }; response: Settings };
  'popup:reload': { request: { tabId: number }; response: TabView };
}
