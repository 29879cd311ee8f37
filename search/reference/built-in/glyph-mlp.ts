// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `glyph-mlp`. */
export const glyphMlp: readonly Reference[] = [
  {
    task: "glyph-mlp",
    size: 1,
    horizon: 200,
    batch: 64,
    fingerprint: "3f6306777e3b8ea1",
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
          scale: 19.67282409916377,
          decay: 0.00017469878787471636,
          hyperparameters: {
            beta1: 0.8875028858809247,
            beta2: 0.9995764232763403,
          },
        },
        loss: 0.6509689060039818,
        deviation: 0.041569839682463146,
        edges: [],
      },
      {
        horizon: 100,
        setting: {
          scale: 24.106228171409274,
          decay: 0.0002102958045807775,
          hyperparameters: {
            beta1: 0.8892238221745482,
            beta2: 0.9996927407962987,
          },
        },
        loss: 0.4774054529843852,
        deviation: 0.022972625791099047,
        edges: [],
      },
      {
        horizon: 200,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 0.35434289497788996,
        deviation: 0.029664857558720482,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 19.942675226879423,
          decay: 0.00040734207697551715,
          hyperparameters: {
            beta1: 0.8971887981694934,
            beta2: 0.9990626214980974,
          },
        },
        loss: 0.2567592638079077,
        deviation: 0.022004489960376617,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 21.938168699667685,
          decay: 0.002035377390011655,
          hyperparameters: {
            beta1: 0.9093409200435095,
            beta2: 0.9993256230155346,
          },
        },
        loss: 0.16733807511627674,
        deviation: 0.01736735821095117,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 200,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 0.35434289497788996,
        deviation: 0.029664857558720482,
        edges: [],
      },
      nadamw: {
        horizon: 200,
        setting: {
          scale: 30.354650221482142,
          decay: 0.0003263698929030547,
          hyperparameters: {
            beta1: 0.9271664198394667,
            beta2: 0.9994214034102376,
          },
        },
        loss: 0.3340950344572775,
        deviation: 0.037778902518403754,
        edges: [],
      },
      lion: {
        horizon: 200,
        setting: {
          scale: 66.59506293097036,
          decay: 0.00024122743663997808,
          hyperparameters: {
            beta1: 0.8625399648387605,
            beta2: 0.9830271059575373,
          },
        },
        loss: 0.3924440498230979,
        deviation: 0.03157234356034322,
        edges: [],
      },
      nesterov: {
        horizon: 200,
        setting: {
          scale: 10.05015383895959,
          decay: 0.000032490697825129647,
          hyperparameters: {
            beta: 0.891164859633978,
          },
        },
        loss: 0.3871871542651206,
        deviation: 0.03158144935035616,
        edges: [],
      },
      muon: {
        horizon: 200,
        setting: {
          scale: 1.1681318048449694,
          decay: 0.0020100918601066975,
          hyperparameters: {
            learning_rate: 0.05211872648863026,
            momentum: 0.9832409694116826,
            adam_learning_rate: 0.023122995582691645,
            beta1: 0.7898834461976423,
            beta2: 0.9994154858102514,
          },
        },
        loss: 0.25771027157315984,
        deviation: 0.02752933264115399,
        edges: [],
      },
    },
  },
  {
    task: "glyph-mlp",
    size: 1,
    horizon: 800,
    batch: 8,
    fingerprint: "5101b29f8ddad06a",
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
        loss: 0.6902782731340267,
        deviation: 0.0529234442539962,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 12.364899676289802,
          decay: 0.00101346280262863,
          hyperparameters: {
            beta1: 0.9120934376994448,
            beta2: 0.9991772875856398,
          },
        },
        loss: 0.5236569856933784,
        deviation: 0.048723037515716855,
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
        loss: 0.43343944984371774,
        deviation: 0.0540733036363364,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 6.659758221941364,
          decay: 0.00001151370192533924,
          hyperparameters: {
            beta1: 0.83622780498739,
            beta2: 0.9996278967281609,
          },
        },
        loss: 0.3077172621124191,
        deviation: 0.05258369489326527,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 5.264901577280703,
          decay: 0.0006770750345070551,
          hyperparameters: {
            beta1: 0.8911866239585357,
            beta2: 0.9993747731142052,
          },
        },
        loss: 0.22617388291655516,
        deviation: 0.05103752527481934,
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
        loss: 0.43343944984371774,
        deviation: 0.0540733036363364,
        edges: [],
      },
      nadamw: {
        horizon: 800,
        setting: {
          scale: 14.878673283729052,
          decay: 0.0006374645248852337,
          hyperparameters: {
            beta1: 0.897945260717419,
            beta2: 0.9989944815541442,
          },
        },
        loss: 0.41554740836363635,
        deviation: 0.0364311841627951,
        edges: [],
      },
      lion: {
        horizon: 800,
        setting: {
          scale: 20.49353285865502,
          decay: 0.0003084240233426632,
          hyperparameters: {
            beta1: 0.9787832741010934,
            beta2: 0.8771644203751399,
          },
        },
        loss: 0.437860991783964,
        deviation: 0.052400801996913916,
        edges: [],
      },
      nesterov: {
        horizon: 800,
        setting: {
          scale: 10.643452798273286,
          decay: 0.000022966644766608404,
          hyperparameters: {
            beta: 0.6959785492623138,
          },
        },
        loss: 0.4561411879840307,
        deviation: 0.03551428585141792,
        edges: [],
      },
      muon: {
        horizon: 800,
        setting: {
          scale: 1.094244733288137,
          decay: 0.0005387092638740201,
          hyperparameters: {
            learning_rate: 0.03984677360189093,
            momentum: 0.9054332185164806,
            adam_learning_rate: 0.014424514922600813,
            beta1: 0.9240527746409523,
            beta2: 0.9976764775836221,
          },
        },
        loss: 0.25200153909099754,
        deviation: 0.04295851750311643,
        edges: [],
      },
    },
  },
];
