// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `tabular`. */
export const tabular: readonly Reference[] = [
  {
    task: "tabular",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "e6cba5d3d7a52b05",
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
        loss: 1.2201917693018913,
        deviation: 0.017055408620733317,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 24.106228171409512,
          decay: 0.0008868100547741521,
          hyperparameters: {
            beta1: 0.862833641597784,
            beta2: 0.9990846073339489,
          },
        },
        loss: 1.1641652258113027,
        deviation: 0.015035233156381634,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 24.106228171409274,
          decay: 0.0002102958045807775,
          hyperparameters: {
            beta1: 0.8892238221745482,
            beta2: 0.9996927407962987,
          },
        },
        loss: 1.1302987826056778,
        deviation: 0.017896384912849093,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 23.888275058290606,
          decay: 0.00007402601213001563,
          hyperparameters: {
            beta1: 0.9000645640222958,
            beta2: 0.9994611070818499,
          },
        },
        loss: 1.0842997529543936,
        deviation: 0.02138203688448769,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 19.583687609837146,
          decay: 0.00021284662316591285,
          hyperparameters: {
            beta1: 0.9176067373064681,
            beta2: 0.9996664519716068,
          },
        },
        loss: 1.0305715529248118,
        deviation: 0.01663964425304556,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 24.106228171409274,
          decay: 0.0002102958045807775,
          hyperparameters: {
            beta1: 0.8892238221745482,
            beta2: 0.9996927407962987,
          },
        },
        loss: 1.1302987826056778,
        deviation: 0.017896384912849093,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 47.69498325979724,
          decay: 0.0011668708621885078,
          hyperparameters: {
            beta1: 0.8796793792900106,
            beta2: 0.9991420279708669,
          },
        },
        loss: 1.1290114736184478,
        deviation: 0.020329041599146606,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 54.34748852446172,
          decay: 0.00020039458641193277,
          hyperparameters: {
            beta1: 0.8625399648387605,
            beta2: 0.9894753301272342,
          },
        },
        loss: 1.1420505126006901,
        deviation: 0.020111862017793414,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 12.641890524001715,
          decay: 0.00036783588930295284,
          hyperparameters: {
            beta: 0.9517933426737805,
          },
        },
        loss: 1.1431012726388872,
        deviation: 0.024499805576615716,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 1.1335839641240961,
          decay: 0.0027191370048997,
          hyperparameters: {
            learning_rate: 0.04186953559421361,
            momentum: 0.9739370251153822,
            adam_learning_rate: 0.016582530225244096,
            beta1: 0.8224161842552625,
            beta2: 0.9994276886598102,
          },
        },
        loss: 1.1249926793389022,
        deviation: 0.0225090808982756,
        edges: [],
      },
    },
  },
  {
    task: "tabular",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "0f8716507b36268b",
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
          scale: 30.354650221482142,
          decay: 0.0003263698929030547,
          hyperparameters: {
            beta1: 0.9271664198394667,
            beta2: 0.9994214034102376,
          },
        },
        loss: 1.273134014569223,
        deviation: 0.04605613810143524,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 14.677344890278546,
          decay: 0.0001240735328400821,
          hyperparameters: {
            beta1: 0.9559117101649028,
            beta2: 0.9982048284125993,
          },
        },
        loss: 1.2006676332093775,
        deviation: 0.036174927117001265,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 10.464197564200562,
          decay: 0.0007312268240135918,
          hyperparameters: {
            beta1: 0.9160663169040049,
            beta2: 0.999145169974264,
          },
        },
        loss: 1.1549123064614832,
        deviation: 0.043204622200452354,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 9.730836045883441,
          decay: 0.00005451074008062445,
          hyperparameters: {
            beta1: 0.9444058849853614,
            beta2: 0.9990703276251766,
          },
        },
        loss: 1.128923477139324,
        deviation: 0.028539713331261565,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 9.730836045883441,
          decay: 0.00005451074008062445,
          hyperparameters: {
            beta1: 0.9444058849853614,
            beta2: 0.9990703276251766,
          },
        },
        loss: 1.0991491358727217,
        deviation: 0.0472016226659588,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 800,
        setting: {
          scale: 10.464197564200562,
          decay: 0.0007312268240135918,
          hyperparameters: {
            beta1: 0.9160663169040049,
            beta2: 0.999145169974264,
          },
        },
        loss: 1.1549123064614832,
        deviation: 0.043204622200452354,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 12.477715204881601,
          decay: 0.00007347618125803893,
          hyperparameters: {
            beta1: 0.9639182009005309,
            beta2: 0.998473155312257,
          },
        },
        loss: 1.1691692927852273,
        deviation: 0.049956713538512415,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 13.525310757080494,
          decay: 0.00001679030630898542,
          hyperparameters: {
            beta1: 0.9917718271937884,
            beta2: 0.9826751585292463,
          },
        },
        loss: 1.1835063989274204,
        deviation: 0.02910546116861116,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 3.976508516409676,
          decay: 0.00007611881808779785,
          hyperparameters: {
            beta: 0.8898704166868969,
          },
        },
        loss: 1.1672786260023713,
        deviation: 0.03955943020130299,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 0.6503834514479706,
          decay: 0.0004391093896724779,
          hyperparameters: {
            learning_rate: 0.037480328603104844,
            momentum: 0.9196359030012915,
            adam_learning_rate: 0.021415595840599405,
            beta1: 0.902939791650462,
            beta2: 0.9981593083577244,
          },
        },
        loss: 1.1516651883721352,
        deviation: 0.03347299875262167,
        edges: [],
      },
    },
  },
];
