/** What an organisation has set for its users, by policy. Never a key: a policy lies in clear on each of its computers. */
export interface ManagedSettings {
  /** Hosts on which protection comes on by itself, such as `meet.google.com` or `*.webex.com`. */
  readonly protectedHosts: readonly string[];
  /** Whether users may let anything through unsealed. */
  readonly allowExceptions: boolean;
  /** Whether passphrases have to be words that Callseal drew. */
  readonly drawnWordsOnly: boolean;
  /** Whether keys may be kept for the next time. */
  readonly allowRememberedKeys: boolean;
  /** Whom users ask, as text; may be empty. */
  readonly supportContact: string;
}

export const NOTHING_MANAGED: ManagedSettings = {
  protectedHosts: [],
  allowExceptions: true,
  drawnWordsOnly: false,
  allowRememberedKeys: true,
  supportContact: '',
};

const HOST = /^(?:\*\.)?[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+$/;
const MOST_HOSTS = 500;
const MOST_TEXT = 200;

/**
 * What a policy says, made safe. A setting that is mistaken counts as not made, but one that forbids something and is
 * mistaken forbids it.
 */
export function validManaged(policy: Readonly<Record<string, unknown>>): ManagedSettings {
  const { protectedHosts, supportContact } = policy;
  const hosts = Array.isArray(protectedHosts) ? protectedHosts : [];
  return {
    protectedHosts: hosts
      .filter((host): host is string => typeof host === 'string')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => HOST.test(host))
      .slice(0, MOST_HOSTS),
    allowExceptions: policy.allowExceptions === undefined || policy.allowExceptions === true,
    drawnWordsOnly: policy.drawnWordsOnly !== undefined && policy.drawnWordsOnly !== false,
    allowRememberedKeys: policy.allowRememberedKeys === undefined || policy.allowRememberedKeys === true,
    supportContact:
      typeof supportContact === 'string'
        ? supportContact
            .replace(/\p{C}+/gu, ' ')
            .trim()
            .slice(0, MOST_TEXT)
        : '',
  };
}
