// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `noisy-labels`. */
export const noisyLabels: readonly Reference[] = [
  {
    task: "noisy-labels",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "5086fe341f8b0f13",
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
          scale: 16.20125384073375,
          decay: 0.00009776770695243053,
          hyperparameters: {
            beta1: 0.8733622307111993,
            beta2: 0.9996670632795803,
          },
        },
        loss: 1.7823297204449773,
        deviation: 0.0784992616443594,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 19.67282409916377,
          decay: 0.00017469878787471636,
          hyperparameters: {
            beta1: 0.8875028858809247,
            beta2: 0.9995764232763403,
          },
        },
        loss: 1.5088059324771166,
        deviation: 0.03756569974278192,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 16.20125384073375,
          decay: 0.00009776770695243053,
          hyperparameters: {
            beta1: 0.8733622307111993,
            beta2: 0.9996670632795803,
          },
        },
        loss: 1.343363715801388,
        deviation: 0.05171525255568394,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 13.221662664450898,
          decay: 0.00008121845289271876,
          hyperparameters: {
            beta1: 0.8713948805318493,
            beta2: 0.9995410251555606,
          },
        },
        loss: 1.2354345740750432,
        deviation: 0.04776917588410505,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 13.586872131115564,
          decay: 0.007881563240503289,
          hyperparameters: {
            beta1: 0.8596248876796365,
            beta2: 0.9985517651713014,
          },
        },
        loss: 1.0958271590061486,
        deviation: 0.04564105889054299,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 16.20125384073375,
          decay: 0.00009776770695243053,
          hyperparameters: {
            beta1: 0.8733622307111993,
            beta2: 0.9996670632795803,
          },
        },
        loss: 1.343363715801388,
        deviation: 0.05171525255568394,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 20.774641606688252,
          decay: 0.00029038047998101513,
          hyperparameters: {
            beta1: 0.9136789009822553,
            beta2: 0.9994224638293637,
          },
        },
        loss: 1.3307451447471976,
        deviation: 0.044356432868940414,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 54.84334702764667,
          decay: 0.0001349995247317721,
          hyperparameters: {
            beta1: 0.8258112145219126,
            beta2: 0.9840186558966559,
          },
        },
        loss: 1.4061995772644877,
        deviation: 0.054901917592647564,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 15.15459989473889,
          decay: 0.0009826656025520514,
          hyperparameters: {
            beta: 0.9239625393089315,
          },
        },
        loss: 1.333646816201508,
        deviation: 0.03348917896549511,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 0.9432213734445631,
          decay: 0.0013108628350864268,
          hyperparameters: {
            learning_rate: 0.044943935289309,
            momentum: 0.9729474173760206,
            adam_learning_rate: 0.01610896834519353,
            beta1: 0.7857805071431161,
            beta2: 0.9993363995848168,
          },
        },
        loss: 1.2758512487635016,
        deviation: 0.04998268031656791,
        edges: [],
      },
    },
  },
  {
    task: "noisy-labels",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "30207067418c36ef",
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
          scale: 14.089558216277217,
          decay: 0.005945418096930205,
          hyperparameters: {
            beta1: 0.8739841771462925,
            beta2: 0.9986112824987046,
          },
        },
        loss: 1.7666067820973694,
        deviation: 0.07684266120515895,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 11.603240491303342,
          decay: 0.001862059164557184,
          hyperparameters: {
            beta1: 0.8969021125557369,
            beta2: 0.9986924108407785,
          },
        },
        loss: 1.5154345617629588,
        deviation: 0.14224813260581015,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 10.045135674714706,
          decay: 0.0010257557713706452,
          hyperparameters: {
            beta1: 0.9241869517299215,
            beta2: 0.9991602279423207,
          },
        },
        loss: 1.360329038463533,
        deviation: 0.13103644786762458,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 9.383660087477308,
          decay: 0.002831519346189922,
          hyperparameters: {
            beta1: 0.8720264890640996,
            beta2: 0.9990304839456244,
          },
        },
        loss: 1.2483772174455225,
        deviation: 0.13233004723529085,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 5.4596920144839,
          decay: 0,
          hyperparameters: {
            beta1: 0.9531075121781801,
            beta2: 0.9987042023256574,
          },
        },
        loss: 1.1619137600064278,
        deviation: 0.1478662618826031,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 10.045135674714706,
          decay: 0.0010257557713706452,
          hyperparameters: {
            beta1: 0.9241869517299215,
            beta2: 0.9991602279423207,
          },
        },
        loss: 1.360329038463533,
        deviation: 0.13103644786762458,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 8.46250434128816,
          decay: 0.00009704153378683566,
          hyperparameters: {
            beta1: 0.9542772940831233,
            beta2: 0.9986463397764773,
          },
        },
        loss: 1.3840631004422903,
        deviation: 0.1373933290368554,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 12.364899676289802,
          decay: 0.00101346280262863,
          hyperparameters: {
            beta1: 0.9120934376994448,
            beta2: 0.9917728758563986,
          },
        },
        loss: 1.4529395960271358,
        deviation: 0.13725269220867276,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 2.9842981171043057,
          decay: 0.00012162066828778639,
          hyperparameters: {
            beta: 0.8956759182326429,
          },
        },
        loss: 1.356600475963205,
        deviation: 0.14056521623744836,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 0.7575901933597229,
          decay: 0.00012520070226808917,
          hyperparameters: {
            learning_rate: 0.05290356919411567,
            momentum: 0.9018425302218058,
            adam_learning_rate: 0.011440280203900434,
            beta1: 0.8894845188442725,
            beta2: 0.9981425250511607,
          },
        },
        loss: 1.3153110437560827,
        deviation: 0.11027121376771795,
        edges: [],
      },
    },
  },
];
