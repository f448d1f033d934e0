/** Sockets and data channels, by which bytes leave from the page's own thread. */
import { tell } from '../channel.ts';
import { isOn, refusal } from '../gate.ts';
import { apply, wrapMethod } from '../natives.ts';
import { prototypeOf, replaceConstructor } from './hooking.ts';
import { mayLeave } from './leaving.ts';
import { judgeChannel, judgeNewChannel, judgeSocket } from './own-media.ts';

export function guardExits(): void {
  wrapMethod(prototypeOf('WebSocket'), 'send', (native, self, args) => {
    if (!isOn()) return apply(native, self, args);
    const { passes, news } = judgeSocket(self as WebSocket, args[0]);
    if (news) tell(news);
    return passes && mayLeave(args[0], self as object) ? apply(native, self, args) : undefined;
  });
  wrapMethod(prototypeOf('RTCDataChannel'), 'send', (native, self, args) => {
    if (!isOn()) return apply(native, self, args);
    const news = judgeChannel(self as RTCDataChannel);
    if (news) tell(news);
    return !news && mayLeave(args[0], self as object) ? apply(native, self, args) : undefined;
  });
  wrapMethod(prototypeOf('RTCPeerConnection'), 'createDataChannel', (native, self, args) => {
    const channel = apply(native, self, args) as RTCDataChannel;
    const news = isOn() ? judgeNewChannel(channel) : undefined;
    if (news) tell(news);
    return channel;
  });
  // Their streams could be given to a worker, and no service needs them: every client has another way.
  for (const name of ['WebTransport', 'WebSocketStream']) {
    replaceConstructor(name, (make) => {
      if (!isOn()) return make();
      tell('web-transport');
      throw refusal();
    });
  }
}
