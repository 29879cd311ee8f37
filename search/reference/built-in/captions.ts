// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `captions`. */
export const captions: readonly Reference[] = [
  {
    task: "captions",
    size: 1,
    horizon: 200,
    batch: 48,
    fingerprint: "42e74e951ff82731",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 50,
        setting: {
          scale: 4.061802337664317,
          decay: 0.000016077127574378455,
          hyperparameters: {
            beta1: 0.7423118348795457,
            beta2: 0.9994224638293637,
          },
        },
        loss: 3.2506976928561926,
        deviation: 0.15966413846371116,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 8.068455850323232,
          decay: 0.000017786728815976664,
          hyperparameters: {
            beta1: 0.7574233495432986,
            beta2: 0.9995083382464934,
          },
        },
        loss: 2.745857823640108,
        deviation: 0.11847317675427294,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 8.911187587939533,
          decay: 0,
          hyperparameters: {
            beta1: 0.7008380510016987,
            beta2: 0.9995802906120557,
          },
        },
        loss: 2.210739139467478,
        deviation: 0.06715668768501992,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 9.819618764780897,
          decay: 0.00001151370192533924,
          hyperparameters: {
            beta1: 0.7342431400556646,
            beta2: 0.9995265938687988,
          },
        },
        loss: 1.874967847019434,
        deviation: 0.07783074643917802,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 5.447309189225585,
          decay: 0.000019825378459182796,
          hyperparameters: {
            beta1: 0.7533514632664907,
            beta2: 0.9994446725631742,
          },
        },
        loss: 1.4275360777974129,
        deviation: 0.037876644130023035,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 8.911187587939533,
          decay: 0,
          hyperparameters: {
            beta1: 0.7008380510016987,
            beta2: 0.9995802906120557,
          },
        },
        loss: 2.210739139467478,
        deviation: 0.06715668768501992,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 9.84194072577919,
          decay: 0.00001402787394669727,
          hyperparameters: {
            beta1: 0.8250538825063816,
            beta2: 0.9995181052148405,
          },
        },
        loss: 2.219783164560795,
        deviation: 0.0658470432928783,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 35.86822614870701,
          decay: 0.000452340827076922,
          hyperparameters: {
            beta1: 0.8136974183421392,
            beta2: 0.9932065644018102,
          },
        },
        loss: 2.902113627642393,
        deviation: 0.24550525493069048,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 0.42290420092062264,
          decay: 0,
          hyperparameters: {
            beta: 0.6894750414483453,
          },
        },
        loss: 3.674433831125498,
        deviation: 0.18937656350080267,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 1.4968292086061246,
          decay: 0.00044939199564608966,
          hyperparameters: {
            learning_rate: 0.037720738179615916,
            momentum: 0.9397920451411517,
            adam_learning_rate: 0.011773917214598853,
            beta1: 0.7864910082306392,
            beta2: 0.9990651291438193,
          },
        },
        loss: 1.8593313843011856,
        deviation: 0.0758736149753768,
        edges: [],
      },
    },
  },
  {
    task: "captions",
    size: 1,
    horizon: 800,
    batch: 6,
    fingerprint: "430fee4182d73da7",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 200,
        setting: {
          scale: 4.932156714533779,
          decay: 0,
          hyperparameters: {
            beta1: 0.7955772863017554,
            beta2: 0.9988842821045866,
          },
        },
        loss: 1.2673996947705746,
        deviation: 0.08841970784782177,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 10.969084349833897,
          decay: 0.000013859759644290512,
          hyperparameters: {
            beta1: 0.8275179733090033,
            beta2: 0.9994879716659384,
          },
        },
        loss: 1.1846603192389011,
        deviation: 0.10520766815444303,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 3.063276038406793,
          decay: 0.0000586643938140546,
          hyperparameters: {
            beta1: 0.8188500606830527,
            beta2: 0.999613370305479,
          },
        },
        loss: 0.8751936592161655,
        deviation: 0.07074878135488259,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 3.627913454662593,
          decay: 0.000021933559256540412,
          hyperparameters: {
            beta1: 0.7456284397014421,
            beta2: 0.9997939286583003,
          },
        },
        loss: 0.6964109092950821,
        deviation: 0.11541837677514918,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 4.365465180204818,
          decay: 0.00001402787394669727,
          hyperparameters: {
            beta1: 0.813926584253366,
            beta2: 0.9990841874328722,
          },
        },
        loss: 0.5625822208821774,
        deviation: 0.07474513559884317,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 3.063276038406793,
          decay: 0.0000586643938140546,
          hyperparameters: {
            beta1: 0.8188500606830527,
            beta2: 0.999613370305479,
          },
        },
        loss: 0.8751936592161655,
        deviation: 0.07074878135488259,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 3.719668320932263,
          decay: 0.00004441846150889253,
          hyperparameters: {
            beta1: 0.7913095521496177,
            beta2: 0.9995081127156286,
          },
        },
        loss: 0.8553129248321056,
        deviation: 0.07796565897556719,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 5.934859987616075,
          decay: 0.00006610899765868079,
          hyperparameters: {
            beta1: 0.9143970029909633,
            beta2: 0.9151825538298621,
          },
        },
        loss: 0.9239973686635494,
        deviation: 0.07503858820222331,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 2.0092384347478927,
          decay: 0,
          hyperparameters: {
            beta: 0.7130823460871984,
          },
        },
        loss: 1.2073015235364437,
        deviation: 0.08931082321993733,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.580500311149466,
          decay: 0,
          hyperparameters: {
            learning_rate: 0.033539174617176634,
            momentum: 0.9088925562123815,
            adam_learning_rate: 0.0018030643653250949,
            beta1: 0.8319155264012552,
            beta2: 0.9970669957447428,
          },
        },
        loss: 0.6658417396247387,
        deviation: 0.0496590707885714,
        edges: [],
      },
    },
  },
];
